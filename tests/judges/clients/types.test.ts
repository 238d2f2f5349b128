// Types from the committed schema: both generators type a set of documents, and a wrong field does not compile.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { repository } from '../service.ts';

const judges = join(repository, 'tests/judges');

/** A project with the schema and the given files, within reach of the installed packages. */
class Project {
  readonly #folder: string;

  constructor(files: readonly string[]) {
    mkdirSync(join(judges, '.generated'), { recursive: true });
    this.#folder = mkdtempSync(join(judges, '.generated/types-'));
    onTestFinished(() => rmSync(this.#folder, { recursive: true, force: true }));
    cpSync(join(repository, 'schema/schema.graphql'), join(this.#folder, 'schema.graphql'));
    for (const file of files) cpSync(join(judges, 'clients/types', file), join(this.#folder, file));
    this.write('package.json', '{ "type": "module" }');
    this.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          target: 'es2023',
          module: 'esnext',
          moduleResolution: 'bundler',
          allowImportingTsExtensions: true,
          types: [],
          noEmit: true,
          plugins: [
            {
              name: 'gql.tada/ts-plugin',
              schema: './schema.graphql',
              tadaOutputLocation: './schema-types.d.ts',
            },
          ],
        },
        include: files.filter((file) => !file.includes('.config.')),
      }),
    );
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.#folder, file), text);
  }

  replace(file: string, from: string, to: string): void {
    const text = readFileSync(join(this.#folder, file), 'utf8');
    expect(text).toContain(from);
    this.write(file, text.replace(from, to));
  }

  /** Runs an installed program, and gives back its exit code and what it printed. */
  run(program: string, ...words: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(join(judges, 'node_modules/.bin', program), words, {
      cwd: this.#folder,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  compile() {
    return this.run('tsc', '--strict', '--project', 'tsconfig.json');
  }
}

describe('the client preset of GraphQL Code Generator', () => {
  const start = () => {
    const project = new Project(['codegen.ts', 'codegen.config.ts']);
    return {
      project,
      generate: () => project.run('graphql-codegen', '--config', 'codegen.config.ts'),
    };
  };

  test('types documents and fragments so that they compile', () => {
    const { project, generate } = start();
    expect(generate()).toMatchObject({ status: 0 });
    expect(project.compile()).toEqual({ status: 0, output: '' });
  });

  test('lets no field be read that was not asked for', () => {
    const { project, generate } = start();
    expect(generate()).toMatchObject({ status: 0 });
    project.replace('codegen.ts', 'data.article?.headline', 'data.article?.articleBody');
    const { status, output } = project.compile();
    expect(status).toBe(2);
    expect(output).toMatch(/codegen\.ts\(\d+,\d+\): error TS2339: Property 'articleBody' does not exist/);
  });

  test('refuses a document with a field that the schema does not have', () => {
    const { project, generate } = start();
    project.replace('codegen.ts', 'dateUttered', 'dateSaid');
    expect(generate()).toMatchObject({ status: 1 });
    project.replace('codegen.ts', 'dateSaid', 'dateUttered');
    expect(generate()).toMatchObject({ status: 0 });
  });
});

describe('gql.tada', () => {
  const generate = () => {
    const project = new Project(['tada.ts']);
    expect(project.run('gql.tada', 'generate-output')).toMatchObject({ status: 0 });
    return project;
  };

  test('types documents and fragments so that they compile', () => {
    const project = generate();
    expect(project.compile()).toEqual({ status: 0, output: '' });
    expect(project.run('gql.tada', 'check')).toMatchObject({ status: 0 });
  });

  test('lets no field be read that was not asked for', () => {
    const project = generate();
    project.replace('tada.ts', 'data.article?.headline', 'data.article?.articleBody');
    const { status, output } = project.compile();
    expect(status).toBe(2);
    expect(output).toMatch(/tada\.ts\(\d+,\d+\): error TS2339: Property 'articleBody' does not exist/);
  });

  test('refuses a document with a field that the schema does not have', () => {
    const project = generate();
    project.replace('tada.ts', 'dateUttered', 'dateSaid');
    const { status, output } = project.run('gql.tada', 'check');
    expect(status).toBe(1);
    expect(output).toContain('Cannot query field "dateSaid" on type "Statement"');
  });
});

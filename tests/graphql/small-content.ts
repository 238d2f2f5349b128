// Short ways to write content files for a test.

/** An actor's file. */
export function actor(type: 'PERSON' | 'ORGANIZATION' | 'COUNTRY', name: string, more = ''): string {
  return `type: ${type}\nname: ${name}\n${more}`;
}

/** A named record's file. */
export function thing(name: string, more = ''): string {
  return `name: ${name}\n${more}`;
}

/** An article's file: keys of its front matter beyond the required ones, and its body. */
export function article(body: string, more = '', published = '2025-01-01T00:00:00Z'): string {
  return `---\nheadline: A headline\ninLanguage: en\ndatePublished: ${published}\n${more}\n---\n${body}\n`;
}

/** A statement for the front matter of an article, as one line of YAML. */
export function statement(slug: string, exact: string, more: Readonly<Record<string, unknown>> = {}): string {
  return `  - ${JSON.stringify({ slug, kind: 'CLAIM', form: 'INDIRECT', exact, ...more })}`;
}

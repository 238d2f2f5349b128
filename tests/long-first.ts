// The order of the files: those that take long first, so that no core is idle at the end while one of them runs.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const long = [
  'tests/store/postgres.test.ts',
  'tests/server/graphiql.test.ts',
  'tests/cli/workers.test.ts',
  'tests/cli.test.ts',
  'tests/cli/postgres.test.ts',
  'tests/load/load.test.ts',
  'tests/store/postgres-loading.test.ts',
  'tests/attacks/documents.test.ts',
  'tests/attacks/values.test.ts',
  'tests/server/event-streams.test.ts',
  'tests/graphql/visibility.property.test.ts',
  'tests/live/live-content.property.test.ts',
];

/** Long files first, the others as Vitest has them. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = long.findIndex((path) => moduleId.endsWith(path));
      return place < 0 ? long.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

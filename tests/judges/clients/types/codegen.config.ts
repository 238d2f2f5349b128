// #region config
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['codegen.ts'],
  generates: {
    './gql/': {
      preset: 'client',
      config: {
        scalars: { DateTime: 'string', EDTF: 'string', URL: 'string', BCP47: 'string', JSON: 'unknown' },
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
  importExtension: '.ts',
};
export default config;
// #endregion

// What changes of a schema do to the documents of clients.
import {
  type ASTNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  NoUnusedFragmentsRule,
  specifiedRules,
  TypeInfo,
  typeFromAST,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Change } from './changes.ts';
import type { ClientDocument } from './documents.ts';

/** What a document asks for, in schema coordinates. */
export interface Usage {
  /** Everything that stands in the text. */
  readonly coordinates: ReadonlySet<string>;
  /** Input types and enums whose values come as variables: anything of them may be sent. */
  readonly open: ReadonlySet<string>;
}

/** A mistake that a document did not have before. */
export interface Mistake {
  readonly line: number;
  readonly message: string;
}

/** What a document uses of a schema. */
export function usageOf({ document }: ClientDocument, schema: GraphQLSchema): Usage {
  const coordinates = new Set<string>();
  const open = new Set<string>();
  const info = new TypeInfo(schema);
  const ofParent = (name: string) => `${info.getParentType()?.name}.${name}`;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => void coordinates.add(ofParent(name.value)),
      NamedType: ({ name }) => void coordinates.add(name.value),
      Directive: ({ name }) => void coordinates.add(`@${name.value}`),
      Argument({ name }) {
        const field = info.getFieldDef();
        if (info.getDirective()) coordinates.add(`@${info.getDirective()?.name}.${name.value}`);
        else if (field) coordinates.add(`${ofParent(field.name)}.${name.value}`);
      },
      ObjectField: {
        enter: ({ name }) =>
          void coordinates.add(`${getNamedType(info.getParentInputType())?.name}.${name.value}`),
      },
      EnumValue: ({ value }) => void coordinates.add(`${getNamedType(info.getInputType())?.name}.${value}`),
      VariableDefinition({ type }) {
        const given = typeFromAST(schema, type as never);
        if (isInputType(given)) openUp(given, open);
      },
    }),
  );
  return { coordinates, open };
}

function openUp(type: GraphQLInputType, open: Set<string>): void {
  const named = getNamedType(type);
  if (open.has(named.name) || !(isEnumType(named) || isInputObjectType(named))) return;
  open.add(named.name);
  if (isInputObjectType(named)) {
    for (const field of Object.values(named.getFields())) openUp(field.type, open);
  }
}

/** Whether a document asks for what a change touches, or may send it in a variable. */
export function isTouched(
  { coordinates, open }: Usage,
  { coordinate }: Change,
): 'asks' | 'may send' | undefined {
  if (coordinates.has(coordinate)) return 'asks';
  return open.has(coordinate.replace(/\..*/, '')) ? 'may send' : undefined;
}

const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

/** Mistakes of a document that it has under the new schema and had not under the old one, each at its line of the file. */
export function newMistakes(client: ClientDocument, before: GraphQLSchema, after: GraphQLSchema): Mistake[] {
  const known = new Set(mistakesOf(client, before).map(({ place }) => place));
  return mistakesOf(client, after)
    .filter(({ place }) => !known.has(place))
    .map(({ line, message }) => ({ line, message }));
}

// Clients such as Relay know directives that the schema does not: a mistake that was there before is none of ours.
function mistakesOf({ document, line, own }: ClientDocument, schema: GraphQLSchema) {
  const definitions = new Set(document.definitions.slice(0, own).map(({ loc }) => loc?.source));
  const isOwn = ({ loc }: ASTNode) => definitions.has(loc?.source);
  return validate(schema, document, rules, { maxErrors: 1_000 })
    .filter(({ nodes }) => nodes?.some(isOwn))
    .map(({ message, locations = [] }) => ({
      place: locations.map((at) => `${at.line}:${at.column}`).join(' '),
      line: line + (locations[0]?.line ?? 1) - 1,
      message,
    }));
}

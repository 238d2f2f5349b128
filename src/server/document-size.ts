// How much a document asks to be looked at, told in a time that grows with its text alone, before it is validated.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type Limits, limitSettings, named } from './limits.ts';
import { refusal } from './refusal.ts';

interface Size {
  /** Selections once fragments are written out. */
  readonly selections: number;
  /** Fields in one another. */
  readonly depth: number;
  readonly fields: number;
}

const MOST_TIMES_COMPARED = 5;

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/** The error of a document that goes beyond a limit, or whose fragments have themselves in them; undefined where it does not. */
export function oversize(document: DocumentNode, limits: Limits): GraphQLError | undefined {
  const words = tooManyWords(document, limits);
  if (words) return words;
  const definitions = document.definitions.filter(
    (each): each is Definition =>
      each.kind === Kind.OPERATION_DEFINITION || each.kind === Kind.FRAGMENT_DEFINITION,
  );
  const fragments = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const sizes = new Sizes(fragments);
  for (const definition of definitions) {
    const size = sizes.of(definition.selectionSet);
    if (size instanceof GraphQLError) return size;
    const refused = tooLarge(definition, size, limits);
    if (refused) return refused;
  }
  // Only now: what is compared is written out. Fragments are compared once more wherever they are spread.
  const most = MOST_TIMES_COMPARED * limits.comparedSelections;
  let compared = 0;
  for (const { selectionSet } of definitions) {
    const pairs = comparisons([selectionSet], fragments, limits.comparedSelections);
    compared += pairs;
    if (pairs <= limits.comparedSelections && compared <= most) continue;
    return refusal(
      'TOO_MANY_SELECTIONS',
      `The document selects the same fields at the same places again and again: their pairs are more than the most, ${named(limits, 'comparedSelections')}. Select each once.`,
    );
  }
  return undefined;
}

function tooManyWords(document: DocumentNode, limits: Limits): GraphQLError | undefined {
  const counts = { aliases: 0, directives: 0 };
  visit(document, {
    Field: ({ alias }) => void (counts.aliases += alias ? 1 : 0),
    Directive: () => void (counts.directives += 1),
  });
  for (const name of ['aliases', 'directives'] as const) {
    if (counts[name] <= limits[name]) continue;
    return refusal(
      limitSettings[name].code,
      `The document has ${counts[name]} ${name}, and ${named(limits, name)} are the most: use fewer, or several requests.`,
    );
  }
  return undefined;
}

function tooLarge(definition: Definition, size: Size, limits: Limits): GraphQLError | undefined {
  if (size.selections > limits.selections) {
    return refusal(
      'TOO_MANY_SELECTIONS',
      `With its fragments written out the document has more selections than the most, ${named(limits, 'selections')}: select less, or in several requests.`,
    );
  }
  if (size.depth > limits.selectionDepth) {
    return refusal(
      'DOCUMENT_TOO_DEEP',
      `The document has fields ${size.depth} deep in one another, and ${named(limits, 'selectionDepth')} is the most: ask for what lies deeper in another request.`,
    );
  }
  if (definition.kind === Kind.OPERATION_DEFINITION && size.fields > limits.rootFields) {
    return refusal(
      'TOO_MANY_ROOT_FIELDS',
      `The operation has ${size.fields} fields at its root, and ${named(limits, 'rootFields')} are the most: ask for them in several requests.`,
    );
  }
  return undefined;
}

/** Sizes of selection sets; those of fragments are told once. */
class Sizes {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<FragmentDefinitionNode, Size>();
  readonly #underWay = new Set<FragmentDefinitionNode>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  of(selectionSet: SelectionSetNode): Size | GraphQLError {
    let [selections, depth, fields] = [0, 0, 0];
    for (const selection of selectionSet.selections) {
      const inner = this.#inner(selection);
      if (inner instanceof GraphQLError) return inner;
      const isField = selection.kind === Kind.FIELD;
      selections += 1 + inner.selections;
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
      fields += isField ? 1 : inner.fields;
    }
    return { selections, depth, fields };
  }

  #inner(selection: SelectionNode): Size | GraphQLError {
    if (selection.kind !== Kind.FRAGMENT_SPREAD)
      return selection.selectionSet ? this.of(selection.selectionSet) : nothing;
    const fragment = this.#fragments.get(selection.name.value);
    // Validation says that there is no such fragment.
    if (!fragment) return nothing;
    const known = this.#known.get(fragment);
    if (known) return known;
    if (this.#underWay.has(fragment)) {
      return new GraphQLError(`Cannot spread fragment "${fragment.name.value}" within itself.`, {
        nodes: [selection],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400, spec: true } },
      });
    }
    this.#underWay.add(fragment);
    const size = this.of(fragment.selectionSet);
    this.#underWay.delete(fragment);
    if (!(size instanceof GraphQLError)) this.#known.set(fragment, size);
    return size;
  }
}

const nothing: Size = { selections: 0, depth: 0, fields: 0 };

/** How many pairs of selections stand at the same place under the same name; counting ends beyond `most`. */
function comparisons(
  selectionSets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  most: number,
): number {
  const fields = new Map<string, FieldNode[]>();
  const spreads = { count: 0 };
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same) same.push(selection);
        else fields.set(name, [selection]);
        continue;
      }
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.selectionSet
          : fragments.get(selection.name.value)?.selectionSet;
      if (selection.kind === Kind.FRAGMENT_SPREAD) spreads.count += 1;
      if (inner) collect(inner);
    }
  };
  for (const each of selectionSets) collect(each);
  let pairs = pairsOf(spreads.count);
  for (const same of fields.values()) {
    pairs += pairsOf(same.length);
    if (pairs > most) return pairs;
    const within = same.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (within.length > 0) pairs += comparisons(within, fragments, most - pairs);
    if (pairs > most) return pairs;
  }
  return pairs;
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

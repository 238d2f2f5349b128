// The interfaces: Node, Thing, Actor.
import { Node, Thing, typeNameOf } from '../refs.ts';

Node.implement({
  description: 'Whatever has an id that can be asked for again; Relay object identification.',
  resolveType: typeNameOf as never,
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'Globally unique, stable and readable, for example `Article:istanbul-talks-stall`.',
    }),
  }),
});

Thing.implement({
  description: 'Whatever has a name; terms of schema.org Thing.',
  interfaces: [Node],
  resolveType: typeNameOf as never,
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'Unique within its kind (all actors share one space). Former slugs keep resolving.',
    }),
    name: t.exposeString('name', { description: 'The name by which it is shown.' }),
    alternateName: t.exposeStringList('alternateName', {
      description:
        'Other names, spellings and transliterations under which it is printed, in any script. At most 200.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'One or two sentences on what it is.',
    }),
    sameAs: t.expose('sameAs', {
      type: ['URL'],
      description: 'Pages elsewhere that are unambiguously about the same thing. At most 100.',
    }),
    wikidataId: t.exposeID('wikidataId', {
      nullable: true,
      description: 'Wikidata item, for example `Q3874799`; other graphs join on it.',
    }),
  }),
});

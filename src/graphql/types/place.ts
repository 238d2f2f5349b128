// Places on the map.
import type { Place as PlaceRecord } from '../../model/place.ts';
import { builder } from '../builder.ts';
import { articles, events, places } from '../lists.ts';
import { Country, Node, Place, Thing } from '../refs.ts';

Place.implement({
  description: 'Somewhere on the map; schema.org Place.',
  interfaces: [Node, Thing],
  fields: (t) => ({
    latitude: t.exposeFloat('latitude', {
      nullable: true,
      description: 'Degrees north of the equator, WGS 84.',
    }),
    longitude: t.exposeFloat('longitude', {
      nullable: true,
      description: 'Degrees east of Greenwich, WGS 84.',
    }),
    containedInPlace: t.field({
      type: Place,
      nullable: true,
      description: 'The larger place that it lies in.',
      resolve: (place, _, context) => context.find(place.containedInPlace),
    }),
    country: t.field({
      type: Country,
      nullable: true,
      description: 'The country that it lies in.',
      resolve: (place, _, context) => context.find(place.country),
    }),
    events: t.field(events.of('place.events', 'Events that took place there.')),
    articles: t.field(articles.of('place.articles', 'Articles that are about the place or name it.')),
  }),
});

builder.queryFields((t) => ({
  place: t.field({
    type: Place,
    nullable: true,
    description: 'The place with a slug, present or former; null where there is none.',
    args: { slug: t.arg.string({ required: true, description: 'For example `istanbul`.' }) },
    resolve: (_, { slug }, context) => context.findBySlug<PlaceRecord>('place', slug),
  }),
  places: t.field(places.all('All places.')),
}));

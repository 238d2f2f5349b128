// Values for the arguments of random queries: of the bundled content, and some that it does not have.
import type { Samples } from './random-query.ts';

/** Some values for each type. */
export const samples: Samples = {
  cursor: ['"not a cursor"'],
  slug: [
    'istanbul-talks-stall',
    'rustem-umerov',
    'ukraine',
    'istanbul-talks-stall/lasting-war',
    'prisoner-exchange',
    'istanbul-direct-talks-2025',
    'kharkiv',
    'ceasefire',
    'axios',
    'none',
  ],
  ID: [
    'Article:istanbul-talks-stall',
    'Person:rustem-umerov',
    'Country:ukraine',
    'Place:kharkiv',
    'Topic:ceasefire',
    'Topic:politics',
    'Event:istanbul-talks-first-round',
    'Outcome:prisoner-exchange',
    'Source:axios',
    'Statement:istanbul-talks-stall/lasting-war',
    'Person:nobody',
    'nonsense',
    'Q212',
  ],
  wikidata: ['Q212', 'Q159', 'Q1', 'nonsense'],
  String: ['ceasefire', 'Podoliak', 'U', 'medtop:20000567', '"a phrase', 'AND OR', ''],
  EDTF: ['2025', '2025-05', '2025-05-16', '2025-05-16/..', '2025-06~'],
  DateTime: ['2025-05-20T00:00:00Z', '2025-07-01T12:00:00+03:00'],
  BCP47: ['en', 'es', 'uk'],
};

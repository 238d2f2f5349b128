// Places on the map.
import { z } from 'zod';
import { reference } from './reference.ts';
import { type Identified, thingFields } from './thing.ts';

/** A file under `content/places/`. */
export const placeFile = z.strictObject({
  ...thingFields,
  latitude: z.number().min(-90).max(90).optional().describe('Degrees north of the equator, WGS 84.'),
  longitude: z.number().min(-180).max(180).optional().describe('Degrees east of Greenwich, WGS 84.'),
  containedInPlace: reference('place').optional().describe('The slug of the larger place that it lies in.'),
  country: reference('country').optional().describe('The slug of the country that it lies in.'),
});

/** A place as it is served; references are global ids. */
export type Place = Identified & z.output<typeof placeFile>;

// How many cases the property of filters looks at: few in every run of the tests, many by hand.

/** How many without a say. */
export const USUAL = 500;

/** ONRECORD_PROPERTY_RUNS, where it is a number. */
export function propertyRuns(): number {
  return Number(process.env['ONRECORD_PROPERTY_RUNS']) || USUAL;
}

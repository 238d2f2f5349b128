// How many cases properties look at: few in every run of the tests, many by hand.

const USUAL = 500;

/** PROPERTY_RUNS, where it is a number; else the usual number, or what is given. */
export function propertyRuns(usual = USUAL): number {
  return Number(process.env['PROPERTY_RUNS']) || usual;
}

/** Whether somebody asked for more than the usual number. */
export function isThorough(): boolean {
  return propertyRuns() > USUAL;
}

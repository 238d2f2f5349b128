// Actors: persons, organizations and countries, in one space of slugs.
import { z } from 'zod';
import { dateBounds, edtf } from './edtf.ts';
import { enumeration } from './enumeration.ts';
import { reference } from './reference.ts';
import { type Identified, text, thingFields } from './thing.ts';

/** The types of actor. */
export const actorType = enumeration('ActorType', 'The types of actor.', {
  PERSON: 'A human being.',
  ORGANIZATION: 'A body, party, company, outlet or delegation.',
  COUNTRY: 'A country, acting as such.',
});

/** An office held for a time; schema.org Role between a person and a body. */
export const officeValue = z
  .strictObject({
    roleName: text.max(300).describe('The name of the office, for example Minister of Defence.'),
    organization: reference('organization').optional().describe('The slug of the body in which it is held.'),
    country: reference('country').optional().describe('The slug of the country for which it is held.'),
    startDate: edtf.optional().describe('When it began.'),
    endDate: edtf.optional().describe('When it ended; leave it out while the office is held.'),
  })
  .describe('An office held for a time.');

const shared = {
  ...thingFields,
  offices: z.array(officeValue).max(200).default([]).describe('Offices held, in any order.'),
};

/** A file under `content/actors/`. */
export const actorFile = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('PERSON'),
    ...shared,
    nationality: z
      .array(reference('country'))
      .max(20)
      .default([])
      .describe('Slugs of the countries of which the person is a citizen.'),
  }),
  z.strictObject({
    type: z.literal('ORGANIZATION'),
    ...shared,
    parentOrganization: reference('organization')
      .optional()
      .describe('The slug of the body that it is a part of.'),
    country: reference('country').optional().describe('The slug of the country that it belongs to.'),
  }),
  z.strictObject({
    type: z.literal('COUNTRY'),
    ...shared,
    isoCode: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is not a country code of ISO 3166-1 alpha-2: write for example "UA"')
      .optional()
      .describe('ISO 3166-1 alpha-2, for example UA.'),
  }),
]);

/** An office as it is served; references are global ids. */
export type Office = z.output<typeof officeValue> & {
  /** Global id of the actor that holds it. */ readonly holder: string;
};

type WithOffices<Type extends { offices: unknown }> = Identified &
  Omit<Type, 'offices'> & { readonly offices: readonly Office[] };

type ActorFile = z.output<typeof actorFile>;
/** A person as served; references are global ids. */
export type Person = WithOffices<Extract<ActorFile, { type: 'PERSON' }>>;
/** An organization as served; references are global ids. */
export type Organization = WithOffices<Extract<ActorFile, { type: 'ORGANIZATION' }>>;
/** A country as served; references are global ids. */
export type Country = WithOffices<Extract<ActorFile, { type: 'COUNTRY' }>>;
/** An actor as it is served; references are global ids. */
export type Actor = Person | Organization | Country;

/** Whether an office was held on a day; of an imprecise date, on any day that it can mean. */
export function heldOn(office: Pick<Office, 'startDate' | 'endDate'>, date: string): boolean {
  const day = dateBounds(date);
  const start = office.startDate === undefined ? undefined : dateBounds(office.startDate);
  const end = office.endDate === undefined ? undefined : dateBounds(office.endDate);
  return (
    day !== undefined &&
    (start?.earliest ?? -Infinity) <= day.latest &&
    day.earliest <= (end?.latest ?? Infinity)
  );
}

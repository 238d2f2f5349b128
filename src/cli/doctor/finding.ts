// What a look at a set-up can find.
import type { Io, Options } from '../command.ts';
import { tellError } from '../words.ts';

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at, in one or two words. */
  readonly about: string;
  /** `wrong` keeps the service from running as it should; a `warning` is a danger, or what nobody is likely to want. */
  readonly result: 'fine' | 'warning' | 'wrong';
  /** What was found, and where it is not fine what to do. */
  readonly message: string;
}

/** Looks at one part of a set-up. */
export type Examination = (options: Options, io: Io) => Promise<readonly Finding[]> | readonly Finding[];

export const fine = (about: string, message: string): Finding => ({ about, result: 'fine', message });
export const warning = (about: string, message: string): Finding => ({ about, result: 'warning', message });
export const wrong = (about: string, message: string): Finding => ({ about, result: 'wrong', message });

/** What comes of a look; where it throws, that is what is wrong. */
export async function attempt(about: string, look: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return wrong(about, tellError(error));
  }
}

import type { Er7Message } from '../protocols/hl7/er7.ts';
import type { Hl7Profile } from './profile.ts';

/** How a profile came to be the one: the operator said so, MSH-9 and MSH-12, MSH-9 alone, or nothing fits. */
export type ProfileChoice = 'asked-for' | 'type-and-version' | 'type' | 'none';

/** The profile that judges messages of kinds without one of their own. */
export const BASE_PROFILE = 'hl7-base';
/** The profile of acknowledgements, which answer messages of every kind. */
export const ACK_PROFILE = 'hl7-ack';

/**
 * The profile for a message. One that was asked for judges every message but acknowledgements, because a capture
 * usually holds both directions.
 *
 * @throws {TypeError} when the profiles do not hold {@link BASE_PROFILE}
 */
export function chooseProfile(
  message: Er7Message,
  profiles: readonly Hl7Profile[],
  askedFor?: Hl7Profile,
): { readonly profile: Hl7Profile; readonly choice: ProfileChoice } {
  const { messageCode = '', triggerEvent = '', version = '' } = message;
  if (askedFor !== undefined && (messageCode !== 'ACK' || askedFor.id === ACK_PROFILE)) {
    return { profile: askedFor, choice: 'asked-for' };
  }
  const claims = profiles.flatMap((profile) =>
    profile.applies
      .filter(
        ({ message: type }) => type === messageCode || type === `${messageCode}^${triggerEvent}`,
      )
      .map(({ versions }) => ({ profile, versions })),
  );
  const exact = claims.find(({ versions }) => versions === undefined || versions.includes(version));
  if (exact !== undefined) return { profile: exact.profile, choice: 'type-and-version' };
  const [near] = claims;
  if (near !== undefined) return { profile: near.profile, choice: 'type' };
  const base = profiles.find(({ id }) => id === BASE_PROFILE);
  if (base === undefined) throw new TypeError(`no profile ${BASE_PROFILE}`);
  return { profile: base, choice: 'none' };
}

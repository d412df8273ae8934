import { checkMessage } from '../../src/hl7-profiles/check-message.ts';
import type { ProfileFinding } from '../../src/hl7-profiles/finding.ts';
import { loadProfiles } from '../../src/hl7-profiles/load-profiles.ts';
import type { Hl7Profile } from '../../src/hl7-profiles/profile.ts';
import { resolveProfiles } from '../../src/hl7-profiles/resolve-profiles.ts';
import { profileFileSchema } from '../../src/hl7-profiles/schema.ts';
import type { Er7Message } from '../../src/protocols/hl7/er7.ts';
import { read } from '../protocols/hl7/support.ts';

/** The profiles that come with the tool. */
export const profiles = await loadProfiles('en');

export function profileOf(id: string): Hl7Profile {
  const found = profiles.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no profile ${id}`);
  return found;
}

/** A profile of a few rules, each with the members a test does not care about. */
export function profileWith(...rules: readonly object[]): Hl7Profile {
  const stated = {
    name: { vi: 'tên', en: 'name' },
    severity: 'fail',
    source: { of: 's' },
    verified: true,
  };
  const file = profileFileSchema.parse({
    id: 'test',
    title: { vi: 'thử', en: 'test' },
    sources: { s: { title: { vi: 's', en: 's' }, url: 'https://example.org/' } },
    tables: { sex: { title: { vi: 'giới', en: 'sex' }, values: ['M', 'F'] } },
    rules: rules.map((rule, index) => ({ id: `rule-${index}`, ...stated, ...rule })),
  });
  const { profiles: found, problems } = resolveProfiles([file]);
  const [profile] = found;
  if (profile === undefined) throw new Error(JSON.stringify(problems));
  return profile;
}

/** `severity rule place`, for comparisons that do not care about the rest. */
export function short(findings: readonly ProfileFinding[]): string[] {
  return findings.map(({ severity, rule, place }) => `${severity} ${rule} ${place}`.trim());
}

/** A message from lines, its header completed: MSH-9, MSH-12 and what is to follow MSH-18. */
export function message(type: string, version: string, ...lines: readonly string[]): string {
  const header = `MSH|^~\\&|HIS|BV|RIS|KHOA|20261122080000+0700||${type}|C1|P|${version}||||||UNICODE UTF-8`;
  return `${[header, ...lines].join('\r')}\r`;
}

/** The findings of one message by one profile, in short. */
export function judge(text: string | Er7Message, profile: Hl7Profile): string[] {
  return short(checkMessage(typeof text === 'string' ? read(text) : text, profile));
}

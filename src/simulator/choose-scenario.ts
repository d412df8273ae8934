import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { defaultFaults, faults } from './faults.ts';
import { type SimulatorProfile, scenarioOfLevel } from './profiles.ts';
import type { Scenario } from './scenario.ts';

/**
 * The scenario of a profile; `broken` is the advanced one with the named faults, or three of them when none is named.
 *
 * @throws UserError for a fault that does not exist, or faults on a profile that has none.
 */
export function chooseScenario(
  profile: SimulatorProfile,
  names: readonly string[] | undefined,
  language: Language,
): Scenario {
  const vi = language === 'vi';
  if (profile !== 'broken') {
    if (names !== undefined && names.length > 0) {
      throw new UserError(
        vi
          ? 'Lỗi giả chỉ dùng được với hồ sơ mô phỏng "broken".'
          : 'Faults can be chosen for the profile "broken" only.',
      );
    }
    return scenarioOfLevel(profile);
  }
  return (names ?? defaultFaults).reduce((scenario, name) => {
    const fault = faults.find((one) => one.name === name);
    if (fault === undefined) {
      throw new UserError(
        vi
          ? `Không có lỗi giả tên "${name}". Chọn một trong:`
          : `There is no fault "${name}". Choose one of:`,
        { details: faults.map((one) => `${one.name}: ${one.text[language]}`) },
      );
    }
    return fault.apply(scenario);
  }, scenarioOfLevel('advanced'));
}

import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import type { Fault } from './faults/fault.ts';
import { defaultFaults, faults } from './faults/list-faults.ts';
import { type SimulatorProfile, scenarioOfLevel } from './profiles.ts';
import type { Scenario } from './scenario.ts';

/**
 * The scenario of a profile; `broken` is the advanced one with the named faults, or with a few typical ones when none
 * is named. A fault of the specialized level makes it the specialized one.
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
  const chosen = (names ?? defaultFaults).map((name) => findFault(name, language));
  const level = chosen.some((one) => one.level === 'specialized') ? 'specialized' : 'advanced';
  return chosen.reduce((scenario, one) => one.apply(scenario), scenarioOfLevel(level));
}

function findFault(name: string, language: Language): Fault {
  const found = faults.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new UserError(
    language === 'vi'
      ? `Không có lỗi giả tên "${name}". Chọn một trong:`
      : `There is no fault "${name}". Choose one of:`,
    { details: faults.map((one) => `${one.name}: ${one.text[language]}`) },
  );
}

import type { SimulatedComputer } from '../computers/simulated-computers.ts';
import type {
  AbsencePlan,
  AttestationPlan,
  DocumentPlan,
  StaffMember,
} from '../papers/statement-plans.ts';
import type { Scenario } from '../scenario.ts';

type Change = (scenario: Scenario) => Scenario;

/** Several changes, one after the other. */
export function both(...changes: readonly Change[]): Change {
  return (scenario) => changes.reduce((changed, change) => change(changed), scenario);
}

/** Another behaviour of one system. */
export function system<
  Name extends
    | 'pacs'
    | 'worklist'
    | 'ris'
    | 'web'
    | 'media'
    | 'lan'
    | 'power'
    | 'network'
    | 'database'
    | 'clusters'
    | 'backups'
    | 'balancer',
>(name: Name, change: Partial<Scenario[Name]>): Change {
  return (scenario) => ({ ...scenario, [name]: { ...scenario[name], ...change } });
}

/** No letter says why a probe could not be run. */
export function withoutRefusal(probe: string): Change {
  return (scenario) => ({
    ...scenario,
    refusals: scenario.refusals.filter((one) => one.probe !== probe),
  });
}

/** A letter that says why a probe could not be run. */
export function withRefusal(probe: string, statement: string): Change {
  return (scenario) => ({
    ...scenario,
    refusals: [
      ...scenario.refusals,
      { probe, statement, by: 'it', file: { form: 'text', state: 'attached' } },
    ],
  });
}

/** Another state of one computer, or of all that are chosen. */
export function computers(
  chosen: string | ((computer: SimulatedComputer) => boolean),
  change: Partial<SimulatedComputer>,
): Change {
  const isChosen =
    typeof chosen === 'string' ? (one: SimulatedComputer) => one.id === chosen : chosen;
  return (scenario) => ({
    ...scenario,
    computers: scenario.computers.map((one) => (isChosen(one) ? { ...one, ...change } : one)),
  });
}

/** One computer more, like `model` but for what is said. */
export function oneComputerMore(
  model: string,
  change: Partial<SimulatedComputer> & Pick<SimulatedComputer, 'id' | 'name'>,
): Change {
  return (scenario) => ({
    ...scenario,
    computers: scenario.computers.flatMap((one) =>
      one.id === model ? [one, { ...one, ...change }] : [one],
    ),
  });
}

/** A paper with other contents. */
export function paper(kind: string, change: Partial<DocumentPlan>): Change {
  return (scenario) => ({
    ...scenario,
    documents: scenario.documents.map((one) => (one.kind === kind ? { ...one, ...change } : one)),
  });
}

/** A paper with another figure; its other figures stay. */
export function figure(kind: string, name: string, value: number): Change {
  return (scenario) => ({
    ...scenario,
    documents: scenario.documents.map((one) =>
      one.kind === kind ? { ...one, figures: { ...one.figures, [name]: value } } : one,
    ),
  });
}

/** A paper that was never made. */
export function withoutPaper(kind: string): Change {
  return (scenario) => ({
    ...scenario,
    documents: scenario.documents.filter((one) => one.kind !== kind),
  });
}

/** The attestations that speak of a criterion or part, with another date, end or file. */
export function attestation(id: string, change: Partial<AttestationPlan>): Change {
  return (scenario) => ({
    ...scenario,
    attestations: scenario.attestations.map((one) =>
      one.for.includes(id) ? { ...one, ...change } : one,
    ),
  });
}

/** The attestations whose named file was never put beside them. */
export function attestationWithoutFile(id: string): Change {
  return (scenario) => ({
    ...scenario,
    attestations: scenario.attestations.map((one) =>
      one.for.includes(id) ? { ...one, file: { ...one.file, state: 'missing' } } : one,
    ),
  });
}

/** Nobody attests these criteria or parts; what the same person attests besides stays. */
export function notAttested(...ids: readonly string[]): Change {
  return (scenario) => ({
    ...scenario,
    attestations: scenario.attestations
      .map((one) => ({ ...one, for: one.for.filter((id) => !ids.includes(id)) }))
      .filter((one) => one.for.length > 0),
  });
}

/** Somebody declares that these are not there, and of course nobody attests them. */
export function declaredAbsent(
  by: StaffMember,
  statement: string,
  ...ids: readonly string[]
): Change {
  const absence: AbsencePlan = { for: ids, statement, by };
  return both(notAttested(...ids), (scenario) => ({
    ...scenario,
    absences: [...scenario.absences, absence],
  }));
}

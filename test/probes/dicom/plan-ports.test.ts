import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { probe } from '../../../src/probes/dicom/index.ts';
import { planPorts } from '../../../src/probes/dicom/plan-ports.ts';

interface Entry {
  readonly id: string;
  readonly port: number;
  readonly host?: string;
  readonly role?: string;
  readonly tls?: object;
}

function facilityOf(entries: readonly Entry[]) {
  return facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'X' },
    dicom: { nodes: entries.map((one) => ({ host: 'h', calledAe: one.id.toUpperCase(), ...one })) },
  });
}

function plan(entries: readonly Entry[]) {
  const planned = planPorts(facilityOf(entries).dicom.nodes);
  return Object.fromEntries(
    [...planned].map(([id, { plain, tls }]) => [
      id,
      { plain: plain.map(({ port, calledAe }) => `${port} ${calledAe}`), tls },
    ]),
  );
}

describe('ports tried beside the declared connection', () => {
  it('of a TLS node: its own, those of other nodes there under their titles, and the usual ones', () => {
    expect(
      plan([
        { id: 'a', port: 2762, tls: {} },
        { id: 'b', port: 4242, role: 'workstation' },
        { id: 'c', port: 5555, host: 'elsewhere', role: 'modality' },
      ]),
    ).toEqual({
      a: { plain: ['2762 A', '4242 B', '104 A', '11112 A'], tls: [] },
      b: { plain: [], tls: [] },
      c: { plain: [], tls: [] },
    });
  });

  it('are each tried once over all nodes of a host', () => {
    const tried = plan([
      { id: 'a', port: 2762, tls: {} },
      { id: 'b', port: 11112, tls: {}, host: 'H' },
      { id: 'c', port: 104 },
      { id: 'd', port: 104 },
    ]);
    const plain = Object.values(tried).flatMap((one) =>
      one.plain.map((port) => port.split(' ')[0]),
    );
    expect(plain.sort()).toEqual(['104', '11112', '2762']);
    // 2762 is declared with TLS; the port of c and d is tried for it once.
    expect(Object.values(tried).flatMap((one) => one.tls)).toEqual([104]);
  });

  it('of a node in the clear: its own and the registered TLS port, where it serves others', () => {
    expect(
      plan([
        { id: 'a', port: 104 },
        { id: 'b', port: 104, host: 'i', role: 'modality' },
      ]),
    ).toEqual({ a: { plain: [], tls: [104, 2762] }, b: { plain: [], tls: [] } });
  });

  it('stay few, whatever the file declares', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      id: `n${index}`,
      port: 5000 + index,
    }));
    const { a } = plan([{ id: 'a', port: 2762, tls: {} }, ...many]);
    expect(a?.plain).toHaveLength(5);
  });

  it('are all named in the plan before anything is sent', () => {
    const facility = facilityOf([
      { id: 'a', port: 2762, tls: {} },
      { id: 'b', port: 4242, host: 'i' },
    ]);
    const [secured, plain] = probe.planSteps(facility, 'vi');
    expect(secured?.contacts.map(({ port, protocol }) => `${protocol} ${port}`)).toEqual([
      'dicom-tls 2762',
      'dicom 2762',
      'dicom 104',
      'dicom 11112',
    ]);
    expect(secured?.sends).toContain('không mã hóa ở mỗi cổng 2762, 104, 11112');
    expect(plain?.contacts.map(({ port, protocol }) => `${protocol} ${port}`)).toEqual([
      'dicom 4242',
      'dicom-tls 4242',
      'dicom-tls 2762',
    ]);
    expect(probe.planSteps(facility, 'en')[1]?.sends).toContain(
      'a TLS handshake at each port 4242, 2762',
    );
  });
});

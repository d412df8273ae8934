import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  VERIFICATION_SOP_CLASS,
} from '../../src/protocols/dicom/index.ts';
import { portOf, startHospital } from './support/start-hospital.ts';

function askNode(port: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/xem-anh/', agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(String(response.headers['x-served-by'])));
    }).once('error', reject);
  });
}

async function echo(port: number): Promise<string> {
  const opened = await openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'RISPACS',
    calledAeTitle: 'PACS_SIM',
    contexts: [
      { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
    ],
  });
  if (opened.kind !== 'accepted') return opened.kind;
  const outcome = await opened.association.echo();
  await opened.association.release();
  return outcome.kind === 'status' ? String(outcome.status.code) : outcome.kind;
}

describe('two web nodes behind a balancer', () => {
  it('take turns, and go on with one of them killed', async () => {
    const hospital = await startHospital();
    const port = portOf(hospital, 'can-bang-tai-web');
    const { webNodes } = hospital.behind;
    const six = async () =>
      (await Promise.all(Array.from({ length: 6 }, () => askNode(port)))).sort();
    expect(await six()).toEqual(['1', '1', '1', '2', '2', '2']);
    await webNodes.kill(1);
    await webNodes.kill(1);
    expect(await six()).toEqual(Array.from({ length: 6 }, () => '2'));
    await webNodes.revive(1);
    await webNodes.revive(1);
    expect(new Set(await six())).toEqual(new Set(['1', '2']));
    expect(webNodes.served[1] + webNodes.served[2]).toBe(18);
  });

  it('answer nobody when both are dead, without a connection left hanging', async () => {
    const hospital = await startHospital();
    const { webNodes } = hospital.behind;
    await Promise.all([webNodes.kill(1), webNodes.kill(2)]);
    await expect(askNode(portOf(hospital, 'can-bang-tai-web'))).rejects.toThrow();
  });
});

describe('two DICOM nodes behind a balancer', () => {
  it('both answer C-ECHO, and one is enough', async () => {
    const hospital = await startHospital();
    const port = portOf(hospital, 'can-bang-tai-dicom');
    const { dicomNodes } = hospital.behind;
    for (let turn = 0; turn < 4; turn += 1) expect(await echo(port)).toBe('0');
    expect(dicomNodes.served).toEqual({ 1: 2, 2: 2 });
    await dicomNodes.kill(2);
    for (let turn = 0; turn < 3; turn += 1) expect(await echo(port)).toBe('0');
    expect(dicomNodes.served).toEqual({ 1: 5, 2: 2 });
    await dicomNodes.kill(1);
    expect(await echo(port)).not.toBe('0');
  });

  it('cut what was open to a killed node', async () => {
    const hospital = await startHospital();
    const opened = await openAssociation({
      host: '127.0.0.1',
      port: portOf(hospital, 'can-bang-tai-dicom'),
      callingAeTitle: 'RISPACS',
      calledAeTitle: 'PACS_SIM',
      contexts: [
        { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
      ],
    });
    if (opened.kind !== 'accepted') throw new Error(opened.kind);
    await Promise.all([hospital.behind.dicomNodes.kill(1), hospital.behind.dicomNodes.kill(2)]);
    expect((await opened.association.echo()).kind).not.toBe('status');
  });
});

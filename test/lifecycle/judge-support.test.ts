import { beforeAll, describe, expect, it } from 'vitest';
import { type JudgedSoftware, judgeSupport } from '../../src/lifecycle/judge-support.ts';
import { readSupportTable } from '../../src/lifecycle/load-support-table.ts';
import type { SupportTable } from '../../src/lifecycle/support-table.ts';
import { tableFile } from './support/table-file.ts';

let table: SupportTable;
beforeAll(async () => {
  const reading = await readSupportTable(tableFile, 'vi');
  if (reading.kind !== 'table') throw new Error(reading.kind);
  table = reading.table;
});
const judge = (software: JudgedSoftware, day = '2026-11-22') => judgeSupport(table, software, day);
const stateOf = (name: string, version?: string, more: Partial<JudgedSoftware> = {}) => {
  const judged = judge({ name, version, ...more });
  return judged.kind === 'known' ? `${judged.state} ${judged.cycle ?? '-'}` : judged.why;
};

describe('what software calls itself leads to its line of versions', () => {
  it.each([
    // Windows servers by build, and by the year in the name where the build is shared.
    ['Microsoft Windows Server 2019 Standard', '10.0.17763', 'supported 2019'],
    ['Microsoft Windows Server 2022 Datacenter', '10.0.20348', 'supported 2022'],
    ['Microsoft Windows Server 2016 Standard', '10.0.14393', 'supported 2016'],
    ['Microsoft Windows Server 2012 R2 Standard', '6.3.9600', 'ended 2012 R2'],
    ['Microsoft® Windows Server® 2008 Standard', '6.0.6002', 'ended 2008 SP2'],
    ['Microsoft(R) Windows(R) Server 2003, Standard Edition', '5.2.3790', 'ended 2003 SP2'],
    ['Windows Server 2022', undefined, 'supported 2022'],
    ['Microsoft Windows Server Standard', '10.0.17763', 'several'],
    ['Microsoft Windows Server 2019 Standard', '10.0.20348', 'version'],
    ['Microsoft Windows Server 2099 Standard', '10.0.99999', 'version'],
    // Stations by build and edition.
    ['Microsoft Windows 11 Pro', '10.0.26100', 'ended 11 24H2'],
    ['Microsoft Windows 11 Enterprise', '10.0.26100', 'supported 11 24H2'],
    ['Microsoft Windows 11', '10.0.26100', 'several'],
    ['Microsoft Windows 10 Enterprise LTSC', '10.0.19044', 'supported 10 21H2 LTSC'],
    ['Microsoft Windows 10 IoT Enterprise LTSC', '10.0.19044', 'supported 10 21H2 IoT LTSC'],
    ['Microsoft Windows 10 Pro', '10.0.19045', 'extended-only 10 22H2'],
    ['Microsoft Windows 7 Professional', '6.1.7601', 'ended 7 SP1'],
    // Linux.
    ['Debian GNU/Linux', '12', 'open-source 12'],
    ['Debian GNU/Linux', '10', 'open-source-ended 10'],
    ['Ubuntu', '22.04.4 LTS', 'open-source 22.04'],
    ['Ubuntu', '18.04', 'open-source-ended 18.04'],
    ['CentOS Linux', '7 (Core)', 'open-source-ended 7'],
    ['CentOS Stream', '9', 'open-source 9'],
    ['Rocky Linux', '9.4 (Blue Onyx)', 'open-source 9'],
    ['AlmaLinux', '8.10', 'open-source 8'],
    ['Red Hat Enterprise Linux', '8.6', 'supported 8'],
    ['Red Hat Enterprise Linux Server', '7.9', 'extended-only 7'],
    ['Oracle Linux Server', '10.1', 'supported 10'],
    ['SLES', '15.5', 'extended-only 15.5'],
    ['SLES_SAP', '15.5', 'product'],
    // Databases.
    ['PostgreSQL', '15.8 (Debian 15.8-0+deb12u1)', 'open-source 15'],
    ['PostgreSQL', '9.6.24', 'open-source-ended 9.6'],
    ['PostgreSQL', '99.1', 'open-source -'],
    ['Microsoft SQL Server', '99.0.1.1', 'version'],
    ['MariaDB Server', '10.11.19', 'open-source 10.11'],
    ['MariaDB Enterprise Server', '10.6.14', 'product'],
    ['Oracle Database', '19.21.0.0.0', 'supported 19'],
    ['Oracle Database', '11.2.0.4.0', 'ended 11.2'],
    ['Oracle Database Free', '23.5.0.24.07', 'product'],
    ['Microsoft SQL Server', '16.0.4135.4', 'supported 2022'],
    ['IBM Db2', '11.5.9.0', 'supported 11.5'],
  ])('%s %s: %s', (name, version, expected) => {
    expect(stateOf(name, version)).toBe(expected);
  });

  it('SQL Server goes by its service pack', () => {
    const state = (version: string, servicePack?: number) =>
      stateOf('Microsoft SQL Server', version, { servicePack });
    expect(state('12.0.6024.0', 3)).toBe('extended-only 2014 SP3');
    expect(state('12.0.2000.8', 0)).toBe('ended 2014');
    expect(state('13.0.5026.0', 2)).toBe('ended 2016 SP2');
    expect(state('12.0.6024.0')).toBe('several');
    // Whatever the service pack is, its support has ended.
    expect(state('10.50.6000.34')).toBe('ended -');
  });

  it('MySQL goes by its edition: an end is no statement while the edition may be the exempt one', () => {
    expect(stateOf('MySQL Community Server', '8.0.39', { openSource: true })).toBe(
      'open-source-ended 8.0',
    );
    expect(stateOf('MySQL Enterprise Server', '8.0.39', { openSource: false })).toBe('ended 8.0');
    expect(stateOf('MySQL', '8.0.39')).toBe('edition');
    expect(stateOf('MySQL', '8.4.2')).toBe('supported 8.4');
  });

  it('what is exempt is exempt although the table does not know it', () => {
    expect(judge({ name: 'Hệ điều hành mở', openSource: true })).toEqual({
      kind: 'known',
      state: 'open-source',
    });
    expect(stateOf('Debian GNU/Linux', undefined, { openSource: true })).toBe('open-source -');
    expect(stateOf('Hệ điều hành lạ', '1')).toBe('product');
  });
});

describe('the day decides', () => {
  const server = { name: 'Microsoft Windows Server 2016', version: '10.0.14393' };
  it.each([
    ['2027-01-12', 'supported'],
    ['2027-01-13', 'extended-only'],
    ['2030-01-12', 'extended-only'],
    ['2030-01-13', 'ended'],
  ])('%s: %s', (day, state) => {
    expect(judge(server, day)).toMatchObject({
      kind: 'known',
      state,
      cycle: '2016',
      supportEnds: '2027-01-12',
      extendedEnds: '2030-01-12',
      link: expect.stringContaining('https://learn.microsoft.com/'),
    });
  });

  it('a free extension counts for open source, one that is bought does not', () => {
    const on = (name: string, version: string, day: string) => {
      const judged = judge({ name, version }, day);
      return judged.kind === 'known' ? judged.state : judged.why;
    };
    expect(on('Debian GNU/Linux', '12', '2028-06-30')).toBe('open-source');
    expect(on('Debian GNU/Linux', '12', '2028-07-01')).toBe('open-source-ended');
    expect(on('Ubuntu', '20.04', '2026-11-22')).toBe('open-source-ended');
  });
});

import type { Facility } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';
import type { PlannedStep, RiskClass } from '../probes/contract.ts';
import type { Plan } from './make-plan.ts';

/** The plan in words: what is contacted, what is sent, at what risk, for how long, and what must be allowed first. */
export function describePlan(plan: Plan, facility: Facility, language: Language): string[] {
  const vi = language === 'vi';
  if (plan.steps.length === 0) {
    return [
      vi
        ? 'Tệp cơ sở chưa khai hệ thống nào nên không có gì để đo.'
        : 'The facility file names no system, so there is nothing to measure.',
    ];
  }
  const lines: string[] = [
    vi
      ? `Kế hoạch cho ${facility.facility.name} (${plan.steps.length} bước). Lệnh này không gửi gói tin nào.`
      : `Plan for ${facility.facility.name} (${plan.steps.length} steps). This command sends nothing.`,
  ];
  for (const risk of ['observe', 'active', 'load'] as const) {
    const steps = plan.steps.filter(({ step }) => step.risk === risk);
    if (steps.length === 0) continue;
    lines.push('', riskTitle(risk, vi));
    for (const { step } of steps) {
      const contacts = step.contacts
        .map(({ protocol, host, port }) => {
          const address = host.includes(':') ? `[${host}]` : host;
          return `${protocol} ${address}:${port}`;
        })
        .join(', ');
      const limit = vi
        ? `tối đa ${Math.ceil(step.deadlineMs / 1000)} s`
        : `at most ${Math.ceil(step.deadlineMs / 1000)} s`;
      lines.push(`  ${step.probe}  ${step.subject}`);
      lines.push(
        `      ${contacts === '' ? (vi ? 'không dùng mạng' : 'no network') : contacts}; ${limit}`,
      );
      lines.push(`      ${step.sends}`, ...describeListening(step, vi));
    }
  }
  const needs = (['active', 'load'] as const).filter((risk) =>
    plan.steps.some(({ step }) => step.risk === risk),
  );
  if (needs.length > 0) {
    lines.push(
      '',
      vi
        ? `Những bước ngoài nhóm "chỉ quan sát" chỉ chạy khi có: --allow ${needs.join(',')}`
        : `Steps beyond "observe" run only with: --allow ${needs.join(',')}`,
    );
  }
  if (needs.length > 0 && facility.allowedWindow && facility.allowedWindow.length > 0) {
    const hours = facility.allowedWindow
      .map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`)
      .join('; ');
    lines.push(
      vi
        ? `và chỉ trong khung giờ được phép: ${hours}`
        : `and only within the allowed hours: ${hours}`,
    );
  }
  if (needs.includes('active') && !facility.testData) {
    lines.push(
      vi
        ? 'Nhóm active còn cần mục testData trong tệp cơ sở.'
        : 'Active steps also need testData in the facility file.',
    );
  }
  if (canBeDrilled(facility)) {
    lines.push(
      '',
      vi
        ? 'Diễn tập chuyển đổi dự phòng không nằm trong kế hoạch này, vì cần người làm ngừng một máy chủ bằng tay: rispacs drill failover'
        : 'A failover drill is not in this plan, because a person takes a node down by hand: rispacs drill failover',
    );
  }
  return lines;
}

/** Whether there is anything that a drill watches when nothing is named. */
function canBeDrilled({ dicom, web }: Facility): boolean {
  return (
    dicom.nodes.some(({ role }) => role === 'pacs' || role === 'archive') ||
    web.endpoints.some(({ vantage }) => vantage === 'inside')
  );
}

/** Ports that others must reach on this computer: firewalls stop these more often than anything we send. */
function describeListening({ listens = [] }: PlannedStep, vi: boolean): string[] {
  return listens.map(({ host, port, protocol, from }) =>
    vi
      ? `      máy này nhận kết nối ${protocol} tại ${host}:${port} từ: ${from.join(', ')}`
      : `      this computer receives ${protocol} at ${host}:${port} from: ${from.join(', ')}`,
  );
}

function riskTitle(risk: RiskClass, vi: boolean): string {
  switch (risk) {
    case 'observe':
      return vi ? 'CHỈ QUAN SÁT (observe)' : 'OBSERVE ONLY';
    case 'active':
      return vi
        ? 'GỬI DỮ LIỆU THỬ (active): người bệnh giả KIỂM THỬ^RISPACS, có nhật ký và dọn dẹp'
        : 'SENDS TEST DATA (active): synthetic patient KIỂM THỬ^RISPACS, journalled and cleaned up';
    case 'load':
      return vi
        ? 'ĐO TẢI (load): chiếm băng thông trong thời gian đo'
        : 'LOAD: uses bandwidth while measuring';
  }
}

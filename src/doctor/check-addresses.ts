import type { OwnAddress } from '../plan/own-addresses.ts';
import { registrableAddresses } from '../plan/own-addresses.ts';
import type { Check, Say } from './check.ts';

/** The addresses of this computer that the administrators of PACS and RIS must register. */
export function checkAddresses(say: Say, addresses: readonly OwnAddress[]): Check {
  const registrable = registrableAddresses(addresses);
  const others = addresses.filter((one) => !registrable.includes(one));
  const base = {
    id: 'addresses',
    title: say('Địa chỉ IP của máy này', 'IP addresses of this computer'),
    details: {
      registrable: registrable.map((one) => one.address),
      others: others.map((one) => `${one.address} (${one.port})`),
    },
  };
  const list = registrable.map((one) => `${one.address} (${one.port})`).join(', ');
  if (registrable.length === 0) {
    return {
      ...base,
      state: 'warning',
      found: say(
        'Máy không có địa chỉ mạng nào mà PACS hay RIS có thể thấy.',
        'This computer has no address that a PACS or RIS could see.',
      ),
      advice: say(
        'Cắm dây mạng, kiểm tra card mạng rồi chạy lại. Không có mạng thì vẫn chấm lại được một hồ sơ đã có.',
        'Plug in the cable, check the network card and run again. A dossier can still be judged without a network.',
      ),
    };
  }
  const found = say(
    `${list}. Đây là địa chỉ bệnh viện phải đăng ký ở PACS, RIS và tường lửa; địa chỉ phải giữ cố định.`,
    `${list}. This is what the hospital registers at PACS, RIS and firewalls; it must stay fixed.`,
  );
  if (registrable.length === 1) return { ...base, state: 'ok', found };
  return {
    ...base,
    state: 'warning',
    found,
    advice: say(
      'Máy có nhiều địa chỉ: chỉ đăng ký địa chỉ thuộc mạng nối với PACS, và ghi vào thư xin phép bằng --ip.',
      'There are several: register the one in the network of the PACS, and name it in the permission letter with --ip.',
    ),
  };
}

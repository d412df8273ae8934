import type { Language } from '../../locale/language.ts';
import type { HostLimitReason } from '../../protocols/iperf3/host-limit.ts';
import type { ThroughputFailure } from '../../protocols/iperf3/outcome.ts';

/** Sentences of the lan probe. */
export function lanMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: (seconds: number, maxMbps: number | undefined) =>
    `Truyền dữ liệu vô nghĩa cả hai chiều trong khoảng ${seconds} giây, ${maxMbps === undefined ? 'chiếm hết băng thông đường này' : `tối đa ${maxMbps} Mb/s`}; không để lại gì.`,
  run: (direction: 'up' | 'down', index: number, goodput: string, wire: string) =>
    `${direction === 'up' ? 'Chiều gửi' : 'Chiều nhận'}, lần ${index}: ${goodput} Mb/s dữ liệu, quy về tốc độ dây ${wire} Mb/s`,
  hostLimit: (side: 'local' | 'remote', because: HostLimitReason, value: string) => {
    const reasons: Readonly<Record<HostLimitReason, string>> = {
      'slow-self-test': `tự kiểm chỉ đạt ${value} Mb/s`,
      'busy-processor': `phép đo chiếm ${value} % một nhân`,
      'busy-computer': `mọi nhân đều bận (${value} %), có chương trình khác đang chạy`,
    };
    return `${side === 'local' ? 'Máy này' : 'Máy đầu kia'} có thể là giới hạn chứ không phải mạng: ${reasons[because]}`;
  },
  sameComputer:
    'Hai đầu của phép đo là cùng một máy: kết quả không nói gì về đường mạng (cách làm: chạy máy chủ đo ở máy kia).',
  failure: (reason: ThroughputFailure, server: string): string => {
    switch (reason.kind) {
      case 'refused':
        return `${server} từ chối kết nối (cách làm: chạy "rispacs serve lan" hoặc "iperf3 -s" ở đầu kia).`;
      case 'unreachable':
        return `Không tới được ${server} (${reason.code}) (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'busy':
        return `${server} đang bận một phép đo khác (cách làm: đợi phép đo đó xong rồi chạy lại với --resume).`;
      case 'server-error':
        return `${server} báo lỗi iperf3 số ${reason.code}.`;
      case 'terminated':
        return `${server} dừng phép đo giữa chừng.`;
      case 'timeout':
        return isUnderWay(reason)
          ? `Mất liên lạc với ${server} giữa phép đo, không trả lời trong ${Math.round(reason.limitMs / 1000)} giây (cách làm: kiểm tra dây mạng và máy đầu kia).`
          : `${server} không trả lời trong ${Math.round(reason.limitMs / 1000)} giây (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'protocol-error':
        return `${server} không nói giao thức iperf3${reason.hint === 'unknown' ? '' : ` (giống ${reason.hint})`} (cách làm: kiểm tra lại cổng).`;
      case 'closed':
      case 'reset':
        return `${server} ngắt kết nối giữa chừng (cách làm: kiểm tra dây mạng và máy đầu kia).`;
      case 'cancelled':
        return 'Phép đo bị dừng.';
    }
  },
};

const en: typeof vi = {
  sends: (seconds, maxMbps) =>
    `Sends meaningless data both ways for about ${seconds} seconds, ${maxMbps === undefined ? 'filling this path' : `at most ${maxMbps} Mb/s`}; leaves nothing behind.`,
  run: (direction, index, goodput, wire) =>
    `${direction === 'up' ? 'Sending' : 'Receiving'}, run ${index}: ${goodput} Mb/s of payload, wire-equivalent ${wire} Mb/s`,
  hostLimit: (side, because, value) => {
    const reasons: Readonly<Record<HostLimitReason, string>> = {
      'slow-self-test': `self-test of only ${value} Mb/s`,
      'busy-processor': `the test uses ${value} % of a core`,
      'busy-computer': `every core is busy (${value} %), other programs are running`,
    };
    return `${side === 'local' ? 'This computer' : 'The other computer'} may be the limit, not the network: ${reasons[because]}`;
  },
  sameComputer:
    'Both ends of the test are the same computer: the result says nothing about the network (to do: run the server on the other one).',
  failure: (reason, server) => {
    switch (reason.kind) {
      case 'refused':
        return `${server} refused the connection (to do: run "rispacs serve lan" or "iperf3 -s" at the other end).`;
      case 'unreachable':
        return `${server} cannot be reached (${reason.code}) (to do: check the address, the cable and firewalls).`;
      case 'busy':
        return `${server} is busy with another test (to do: wait for it, then run again with --resume).`;
      case 'server-error':
        return `${server} reports iperf3 error ${reason.code}.`;
      case 'terminated':
        return `${server} ended the test.`;
      case 'timeout':
        return isUnderWay(reason)
          ? `${server} was lost during the test, no answer within ${Math.round(reason.limitMs / 1000)} seconds (to do: check the cable and the other computer).`
          : `${server} did not answer within ${Math.round(reason.limitMs / 1000)} seconds (to do: check the address, the cable and firewalls).`;
      case 'protocol-error':
        return `${server} does not speak the iperf3 protocol${reason.hint === 'unknown' ? '' : ` (looks like ${reason.hint})`} (to do: check the port).`;
      case 'closed':
      case 'reset':
        return `${server} broke the connection off (to do: check the cable and the other computer).`;
      case 'cancelled':
        return 'The test was stopped.';
    }
  },
};

/** Whether data had begun to flow: then it is not the address that is wrong. */
function isUnderWay({ phase }: ThroughputFailure): boolean {
  return phase === 'running' || phase === 'results' || phase === 'display';
}

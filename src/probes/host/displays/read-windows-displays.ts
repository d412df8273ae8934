import { z } from 'zod';
import { type DisplayReading, mostDisplays } from './display-reading.ts';
import { edidBlockBytes, mostEdidBlocks } from './edid.ts';

/**
 * Asks WMI for the raw EDID of each active monitor (WmiMonitorDescriptorMethods, method WmiGetMonitorRawEEdidV1Block:
 * block type 1 is the base block, 255 an extension), and the registry where the driver does not offer the method. Reads
 * only. Prints JSON: one entry for each monitor, its blocks in base64.
 */
export const windowsDisplayScript = `
$ErrorActionPreference = 'Stop'
$found = @()
foreach ($monitor in @(Get-CimInstance -Namespace 'root\\wmi' -ClassName WmiMonitorID | Where-Object { $_.Active })) {
  $bytes = @()
  try {
    $methods = Get-CimInstance -Namespace 'root\\wmi' -ClassName WmiMonitorDescriptorMethods |
      Where-Object { $_.InstanceName -eq $monitor.InstanceName }
    for ($block = 0; $block -lt ${mostEdidBlocks}; $block++) {
      $answer = Invoke-CimMethod -InputObject $methods -MethodName WmiGetMonitorRawEEdidV1Block -Arguments @{ BlockId = [byte]$block }
      if ($null -eq $answer.BlockContent -or $answer.BlockType -eq 0) { break }
      $bytes += $answer.BlockContent
    }
  } catch {
    $methods = $null
  }
  if ($bytes.Count -eq 0) {
    try {
      $key = $monitor.InstanceName -replace '_\\d+$', ''
      $bytes = (Get-ItemProperty -LiteralPath "HKLM:\\SYSTEM\\CurrentControlSet\\Enum\\$key\\Device Parameters").EDID
    } catch {
      $bytes = @()
    }
  }
  if ($bytes.Count -gt 0) { $found += [Convert]::ToBase64String([byte[]]$bytes) }
}
ConvertTo-Json -Compress -InputObject @($found)
`;

const answerSchema = z.array(z.base64()).max(mostDisplays * 4);

/** Reads what {@link windowsDisplayScript} printed; nothing of it is trusted. `undefined` when it is something else. */
export function parseWindowsDisplays(printed: string): readonly DisplayReading[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(printed.replace(/^\uFEFF/, ''));
  } catch {
    // PowerShell printed an error or nothing.
    return undefined;
  }
  const answer = answerSchema.safeParse(value);
  if (!answer.success) return undefined;
  return answer.data.slice(0, mostDisplays).map((edid) => ({
    via: 'edid',
    edid: Buffer.from(edid, 'base64')
      .subarray(0, edidBlockBytes * mostEdidBlocks)
      .toString('base64'),
  }));
}

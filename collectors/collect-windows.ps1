<#
.SYNOPSIS
Inventory of a Windows computer on which Node may not be installed: writes what "rispacs host --out" writes.
(Kiem ke may Windows khong duoc phep cai Node.)

.DESCRIPTION
NOT RUN HERE: written from Microsoft's documentation of Get-CimInstance, Get-NetAdapter, Get-NetIPAddress and
Get-Volume, and checked by reading only. Read it before running it, and tell us what it does on a real computer.

Needs Windows PowerShell 5.1 or later (Windows Server 2016, Windows 10), no module to install, no network. An ordinary
account is enough. It only reads. No MAC address, IP address or user name is written, and no serial number but those in
the EDID of the displays, which are compared with papers. What is not known is left out. The file is not signed, as that
of "rispacs host" is. Rules: src/probes/host/README.md.

This file is ASCII on purpose: Windows PowerShell reads a script without a byte order mark in the system's code page.

.PARAMETER Out
File to write (tep kiem ke se ghi).

.EXAMPLE
powershell -NoProfile -ExecutionPolicy Bypass -File collect-windows.ps1 -Out pacs-01.json
#>
#Requires -Version 5.1
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string]$Out
)

# Without strict mode: a property that this Windows does not have is $null, and what is not known is left out.
$ErrorActionPreference = 'Stop'

$collectorVersion = '1'
$mostRows = 256
$notRead = New-Object System.Collections.Generic.List[string]

# One part that fails leaves the others; its name goes into notRead.
function Read-Part([string]$Name, [scriptblock]$Read) {
    try {
        return & $Read
    }
    catch {
        $notRead.Add($Name)
        return $null
    }
}

# Control, format, private and unassigned characters dropped, blanks run together.
function Get-TidyText($Text, [int]$Most) {
    if ($null -eq $Text) { return '' }
    $tidy = ([string]$Text -replace '\p{C}', '' -replace '\s+', ' ').Trim()
    if ($tidy.Length -gt $Most) { $tidy = $tidy.Substring(0, $Most).Trim() }
    return $tidy
}

function Get-GiB($Bytes) {
    return [math]::Round([double]$Bytes / 1GB, 1, [MidpointRounding]::AwayFromZero)
}

$computer = Read-Part 'machine' { Get-CimInstance -ClassName Win32_ComputerSystem }
$system = Read-Part 'os' { Get-CimInstance -ClassName Win32_OperatingSystem }
$processors = @(Read-Part 'cpu' { Get-CimInstance -ClassName Win32_Processor } | Where-Object { $null -ne $_ })

# HypervisorPresent is not asked: it is also true on a physical Hyper-V host.
$machineVirtual = $null
if ($null -ne $computer) {
    $maker = "$($computer.Manufacturer) $($computer.Model)"
    $machineVirtual = $maker -match 'virtual machine|vmware|virtualbox|qemu|kvm|bochs|\bxen\b|parallels|openstack|amazon ec2|google compute engine|alibaba cloud|nutanix ahv'
}

$software = @()
if ($null -ne $system) {
    $name = Get-TidyText $system.Caption 200
    if ($name -ne '') {
        $row = [ordered]@{ kind = 'os'; name = $name }
        $version = Get-TidyText $system.Version 200
        if ($version -ne '') { $row['version'] = $version }
        if ($name -match '\bwindows\b') { $row['openSource'] = $false }
        $software += , $row
    }
}

# Volumes with a drive letter on fixed disks. Recovery and start-up partitions have no letter; what a person plugged in
# is removable. Whether a volume can be written is not told.
$volumes = @()
$found = @(Read-Part 'volumes' { Get-Volume } | Where-Object { $null -ne $_ } | Sort-Object -Property DriveLetter)
foreach ($volume in $found) {
    $letter = [string]$volume.DriveLetter
    if ($letter -notmatch '^[A-Za-z]$') { continue }
    if (@('Fixed', '3') -notcontains [string]$volume.DriveType) { continue }
    if (@('NTFS', 'ReFS') -notcontains [string]$volume.FileSystem) { continue }
    if ($null -eq $volume.Size -or [double]$volume.Size -le 0) { continue }
    $row = [ordered]@{ mount = "$($letter.ToUpperInvariant()):"; sizeGiB = Get-GiB $volume.Size }
    $free = $volume.SizeRemaining
    if ($null -ne $free -and [double]$free -le [double]$volume.Size) { $row['freeGiB'] = Get-GiB $free }
    if ($volumes.Count -lt $mostRows) { $volumes += , $row }
}

# Interfaces with an address that is neither loopback nor link-local.
$addressed = @(Read-Part 'addresses' { Get-NetIPAddress } | Where-Object { $null -ne $_ } |
        Where-Object { $_.IPAddress -notmatch '^(127\.|169\.254\.|::1$|fe[89ab][0-9a-f]:)' } |
        ForEach-Object { $_.InterfaceIndex })
[void]$notRead.Remove('addresses')

# A team or a virtual switch takes the address from the port, so a port that is up is listed with or without one.
$hypervisorCard = 'vmxnet|virtio|hyper-v|vethernet|virtualbox|host-only|vmware|xen|parallels|\btap\b|\btun\b|wireguard|vpn'
$realPorts = @()
$virtualPorts = @()
$wired = 0
$wiredUnsure = $false
$wiredAddressed = $false
$adapters = @(Read-Part 'ports' { Get-NetAdapter } | Where-Object { $null -ne $_ })
foreach ($adapter in $adapters) {
    # NDIS_MEDIUM 0 is 802.3; NDIS_PHYSICAL_MEDIUM 14 is 802.3 and 0 is not told. Wi-Fi is 9, Bluetooth 10.
    if ($adapter.NdisMedium -ne 0 -or @(0, 14) -notcontains [int]$adapter.NdisPhysicalMedium) { continue }
    $named = $adapter.Virtual -eq $true -or "$($adapter.Name) $($adapter.InterfaceDescription)" -match $hypervisorCard
    $isSoftware = $named -and $machineVirtual -eq $false
    if (-not $isSoftware) { $wired++ }
    # IF_OPER_STATUS 1 is up.
    if ($adapter.InterfaceOperationalStatus -ne 1) { continue }
    if (-not $isSoftware) {
        if ($addressed -contains $adapter.InterfaceIndex) { $wiredAddressed = $true } else { $wiredUnsure = $true }
    }
    if ($realPorts.Count + $virtualPorts.Count -ge $mostRows) { continue }
    $row = [ordered]@{ port = Get-TidyText $adapter.Name 200 }
    if ($named) {
        # Its speed is a figure of fiction: neither fast nor slow.
        $row['virtual'] = $true
        $virtualPorts += , $row
        continue
    }
    # Bits per second; the slower direction counts. Beyond 400 Gb/s (IEEE 802.3bs) it is a slip of the driver.
    if ($null -ne $adapter.ReceiveLinkSpeed -and $null -ne $adapter.TransmitLinkSpeed) {
        $megabits = [math]::Min([double]$adapter.ReceiveLinkSpeed, [double]$adapter.TransmitLinkSpeed) / 1000000
        if ($megabits -gt 0 -and $megabits -le 400000) { $row['linkMbps'] = $megabits }
    }
    # NET_IF_MEDIA_DUPLEX_STATE: 0 unknown, 1 half, 2 full.
    if ($adapter.MediaDuplexState -eq 2) { $row['duplex'] = 'full' }
    if ($adapter.MediaDuplexState -eq 1) { $row['duplex'] = 'half' }
    # Inside a virtual machine a card without a telling name may be a real one passed through.
    if ($machineVirtual -eq $false) { $row['virtual'] = $false }
    $realPorts += , $row
}

$computerRow = [ordered]@{}
if ($processors.Count -gt 0) {
    $model = Get-TidyText $processors[0].Name 200
    if ($model -ne '') { $computerRow['cpuModel'] = $model }
    $cores = ($processors | Measure-Object -Property NumberOfCores -Sum).Sum
    if ($cores -gt 0) { $computerRow['cpuCores'] = [int]$cores }
}
if ($null -ne $computer -and $computer.TotalPhysicalMemory -gt 0) {
    $computerRow['memoryGiB'] = Get-GiB $computer.TotalPhysicalMemory
}
else {
    $notRead.Add('memory')
}
if ($wiredAddressed) {
    $computerRow['wiredNetworkUp'] = $true
}
elseif ($wired -gt 0 -and -not $wiredUnsure) {
    $computerRow['wiredNetworkUp'] = $false
}
# None seen is not the same as none there: a service session sees none.
$monitors = Read-Part 'displays' {
    @(Get-CimInstance -Namespace 'root\wmi' -ClassName WmiMonitorBasicDisplayParams | Where-Object { $_.Active }).Count
}
if ($null -ne $monitors -and $monitors -gt 0) { $computerRow['displays'] = [int]$monitors }
# What each active monitor says of itself, raw: WmiGetMonitorRawEEdidV1Block, else the registry. Block type 0 is none.
$edids = @()
$active = @(Read-Part 'edid' { Get-CimInstance -Namespace 'root\wmi' -ClassName WmiMonitorID | Where-Object { $_.Active } })
foreach ($monitor in @($active | Where-Object { $null -ne $_ })) {
    $bytes = @(Read-Part 'edid' {
            $methods = Get-CimInstance -Namespace 'root\wmi' -ClassName WmiMonitorDescriptorMethods |
                Where-Object { $_.InstanceName -eq $monitor.InstanceName }
            $blocks = @()
            for ($index = 0; $index -lt 32; $index++) {
                $answer = Invoke-CimMethod -InputObject $methods -MethodName WmiGetMonitorRawEEdidV1Block -Arguments @{ BlockId = [byte]$index }
                if ($null -eq $answer.BlockContent -or $answer.BlockType -eq 0) { break }
                $blocks += $answer.BlockContent
            }
            $blocks
        } | Where-Object { $null -ne $_ })
    if ($bytes.Count -eq 0) {
        $bytes = @(Read-Part 'edid' {
                $device = $monitor.InstanceName -replace '_\d+$', ''
                (Get-ItemProperty -LiteralPath "HKLM:\SYSTEM\CurrentControlSet\Enum\$device\Device Parameters").EDID
            } | Where-Object { $null -ne $_ })
    }
    if ($bytes.Count -eq 0 -or $bytes.Count -gt 4096 -or $edids.Count -ge 64) { continue }
    $edids += , [ordered]@{ via = 'edid'; edid = [Convert]::ToBase64String([byte[]]$bytes) }
}
while ($notRead.Contains('edid')) { [void]$notRead.Remove('edid') }
if ($null -ne $machineVirtual) { $computerRow['virtual'] = [bool]$machineVirtual }

$inventory = [ordered]@{
    schemaVersion = 1
    kind          = 'rispacs-host-inventory'
    collectedAt   = (Get-Date).ToString("yyyy-MM-dd'T'HH':'mm':'sszzz", [Globalization.CultureInfo]::InvariantCulture)
    collector     = [ordered]@{ name = 'rispacs collect-windows.ps1'; version = $collectorVersion }
    hostname      = Get-TidyText ([Net.Dns]::GetHostName()) 255
    facts         = [ordered]@{
        'host.computer' = [object[]]@(, $computerRow)
        'host.software' = [object[]]$software
        'host.volume'   = [object[]]$volumes
        'lan.port'      = [object[]]($realPorts + $virtualPorts)
    }
}
if ($edids.Count -gt 0) { $inventory['displayReadings'] = [object[]]$edids }
if ($notRead.Count -gt 0) { $inventory['notRead'] = $notRead.ToArray() }

# UTF-8 without a byte order mark, whole or not at all.
$json = ConvertTo-Json -InputObject $inventory -Depth 6
$target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Out)
$temporary = "$target.$PID.tmp"
[IO.File]::WriteAllText($temporary, "$json`n", (New-Object Text.UTF8Encoding($false)))
Move-Item -LiteralPath $temporary -Destination $target -Force
Write-Host "Da ghi kiem ke vao $target / The inventory is in $target"

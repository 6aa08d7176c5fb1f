# Rootcause's line to Exchange: JSON lines on stdin and stdout, remote runspaces behind them. docs/bridge-protocol.md is its
# contract, docs/what-runs-on-the-server.md tells what it runs where.
#
# One file for Windows PowerShell 5.1 and PowerShell 7. What keeps it so, and safe:
#  * plain ASCII: 5.1 reads a file without a byte order mark in the ANSI code page;
#  * only commands of Microsoft.PowerShell.Core and .NET types that both editions have;
#  * no attributes on this param block: a constrained shell cannot dot-source an advanced script, which -File does;
#  * the automatic variable for piped values is never named: the host would drain stdin into it;
#  * a value is only ever a value: AddCommand and AddParameter, and script text only out of this file.
param(
    [string] $Tag = '',
    [switch] $NoExit,       # what node-powershell puts behind every argument list; after -File it reaches the script
    [string] $Command = ''
)

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    # Application control does not trust this file. No .NET call works here, plain output does.
    "$Tag{`"t`":`"fatal`",`"code`":`"language-mode`",`"mode`":`"$($ExecutionContext.SessionState.LanguageMode)`"}"
    exit 3
}

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$InformationPreference = 'SilentlyContinue'

$script:Utf8 = [System.Text.UTF8Encoding]::new($false)
$script:In = [System.IO.StreamReader]::new([System.Console]::OpenStandardInput(), $script:Utf8, $false, 65536)
$script:Out = [System.IO.StreamWriter]::new([System.Console]::OpenStandardOutput(), $script:Utf8, 65536)
$script:Out.NewLine = "`n"
# The shell must not write between our lines, nor take one of them as the answer to a prompt.
[System.Console]::SetOut([System.IO.TextWriter]::Null)
[System.Console]::SetIn([System.IO.TextReader]::Null)

$script:Protocol = 1
$script:MostCharacters = 67108864
$script:MostRecords = 200000
$script:MostItems = 100000
$script:MostProperties = 2000
$script:MostDepth = 6
$script:MostNesting = 16
$script:LineLength = 262144
$script:SliceMs = 100

$script:Invariant = [System.Globalization.CultureInfo]::InvariantCulture
# Keys are "s:<name>": a bare name could be one of a hashtable's own members.
$script:Sessions = @{}
$script:Jobs = [System.Collections.ArrayList]::new()
$script:Closing = [System.Collections.ArrayList]::new()
$script:Gone = $false
$script:ThisComputer = [System.Environment]::MachineName

# ------------------------------------------------------------------------------------------------- what may be run
# The same list as main/exchange/cmdlets.ts; a test compares the two. MayAsk: the server may put a question.

$script:Table = @{
    'Get-ExchangeServer'      = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @() }
    'Get-ExchangeCertificate' = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Server', 'Thumbprint', 'Identity') }
    'Get-SendConnector'       = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Identity') }
    'Get-ReceiveConnector'    = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Identity') }
    'Get-AuthConfig'          = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @() }
    'Get-HybridConfiguration' = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @() }
    'Get-FederationTrust'     = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @() }
    'Get-EdgeSubscription'    = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @() }
    'Get-TransportService'    = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Identity') }
    'Get-PopSettings'         = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Server') }
    'Get-ImapSettings'        = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Server') }
    'Get-Queue'               = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Server') }
    'Get-EventLogLevel'       = @{ Channel = 'exchange'; Effect = 'read'; MayAsk = $false; Parameters = @('Identity') }
    'Get-WinEvent'            = @{ Channel = 'windows'; Effect = 'read'; MayAsk = $false; Parameters = @('ComputerName', 'LogName', 'ProviderName', 'Id', 'StartTime', 'MaxEvents', 'Oldest') }
    'Read-CertificateStore'   = @{ Channel = 'windows'; Effect = 'read'; MayAsk = $false; Parameters = @('Server', 'StoreName') }
    'Read-PrivateKeyAccess'   = @{ Channel = 'windows'; Effect = 'read'; MayAsk = $false; Parameters = @('Server') }
    'Read-IisBinding'         = @{ Channel = 'windows'; Effect = 'read'; MayAsk = $false; Parameters = @('Server') }
    'Read-RootAutoUpdate'     = @{ Channel = 'windows'; Effect = 'read'; MayAsk = $false; Parameters = @('Server') }
    'Read-SmtpProtocolLog'    = @{ Channel = 'windows'; Effect = 'read'; MayAsk = $false; Parameters = @('Server', 'Direction', 'StartTime', 'MaxSessions') }
}

# --------------------------------------------------------------------------- scripts for the second channel to Windows
# These run on the Exchange server as they stand here. They read; their parameters are the only thing that varies.

$script:Scripts = @{}

$computerName = {
    $properties = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
    if ($properties.DomainName) { "$([System.Environment]::MachineName).$($properties.DomainName)" } else { [System.Environment]::MachineName }
}
$script:Scripts['ComputerName'] = $computerName

# Get-WinEvent and not the reader behind it: its error ids tell "none found" from "not allowed" in every language.
$readEvents = {
    param([string] $LogName, [string[]] $ProviderName, [int[]] $Id, [string] $StartTime, [long] $MaxEvents, [bool] $Oldest, [string] $ComputerName, $Credential)
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $filter = @{ LogName = $LogName }
    if ($ProviderName) { $filter['ProviderName'] = $ProviderName }
    if ($Id) { $filter['Id'] = $Id }
    if ($StartTime) { $filter['StartTime'] = [datetime]::Parse($StartTime, [System.Globalization.CultureInfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::RoundtripKind).ToLocalTime() }
    $with = @{ FilterHashtable = $filter; MaxEvents = $MaxEvents; Oldest = $Oldest }
    if ($ComputerName) { $with['ComputerName'] = $ComputerName }
    if ($null -ne $Credential) { $with['Credential'] = $Credential }
    Get-WinEvent @with | ForEach-Object {
        $data = [System.Collections.ArrayList]::new()
        foreach ($item in $_.Properties) { [void]$data.Add($item.Value) }
        [pscustomobject]@{
            RecordId = $_.RecordId; ProviderName = $_.ProviderName; Id = $_.Id; Qualifiers = $_.Qualifiers; Level = $_.Level
            TimeCreated = $_.TimeCreated; LogName = $_.LogName; MachineName = $_.MachineName; Properties = $data; Message = $null
        }
    }
}
$script:Scripts['Get-WinEvent'] = $readEvents

$readStore = {
    param([string] $StoreName)
    $ErrorActionPreference = 'Stop'
    $store = [System.Security.Cryptography.X509Certificates.X509Store]::new($StoreName, 'LocalMachine')
    $store.Open('ReadOnly, OpenExistingOnly')
    try {
        foreach ($certificate in $store.Certificates) {
            [pscustomobject]@{
                PSParentPath = "Microsoft.PowerShell.Security\Certificate::LocalMachine\$StoreName"; Thumbprint = $certificate.Thumbprint; RawData = $certificate.RawData
            }
        }
    }
    finally { $store.Close() }
}
$script:Scripts['Read-CertificateStore'] = $readStore

# Keys are opened to learn the name of their file and whether they may leave, never used and never read. A null is unknown.
$readKeys = {
    $ErrorActionPreference = 'Stop'
    $principal = [System.Security.Principal.WindowsPrincipal]::new([System.Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
        # Without it the files do not exist for this account, and "no permission" would look like "no file".
        throw [System.UnauthorizedAccessException]::new('Only an administrator of the server may see who can use a private key.')
    }
    $root = [System.IO.Path]::Combine([System.Environment]::GetFolderPath('CommonApplicationData'), 'Microsoft', 'Crypto')
    # NETWORK SERVICE itself, and the groups it is always in.
    $identities = 'S-1-5-20', 'S-1-1-0', 'S-1-5-11', 'S-1-5-32-545'
    $read = [int][System.Security.AccessControl.FileSystemRights]::ReadData
    $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'LocalMachine')
    $store.Open('ReadOnly, OpenExistingOnly')
    try {
        foreach ($certificate in $store.Certificates) {
            $exportable = $null
            $canRead = $null
            if ($certificate.HasPrivateKey) {
                try {
                    $name = $null
                    $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($certificate)
                    if ($null -eq $key) { $key = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($certificate) }
                    if ($key -is [System.Security.Cryptography.RSACryptoServiceProvider]) {
                        $name = $key.CspKeyContainerInfo.UniqueKeyContainerName
                        $exportable = [bool]$key.CspKeyContainerInfo.Exportable
                    }
                    elseif ($key -is [System.Security.Cryptography.RSACng] -or $key -is [System.Security.Cryptography.ECDsaCng]) {
                        $name = $key.Key.UniqueName
                        $exportable = ([int]$key.Key.ExportPolicy -band 3) -ne 0
                    }
                    foreach ($folder in 'RSA\MachineKeys', 'Keys', 'SystemKeys') {
                        if (-not $name) { break }
                        $path = [System.IO.Path]::Combine($root, $folder, $name)
                        if (-not [System.IO.File]::Exists($path)) { continue }
                        $canRead = $false
                        $denied = $false
                        $security = [System.Security.AccessControl.FileSecurity]::new($path, 'Access')
                        foreach ($rule in $security.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) {
                            if ($identities -notcontains $rule.IdentityReference.Value -or ([int]$rule.FileSystemRights -band $read) -eq 0) { continue }
                            if ($rule.AccessControlType -eq 'Deny') { $denied = $true } else { $canRead = $true }
                        }
                        if ($denied) { $canRead = $false }
                        break
                    }
                }
                catch { $canRead = $null }
            }
            else {
                $exportable = $false
                $canRead = $false
            }
            [pscustomobject]@{ Thumbprint = $certificate.Thumbprint; HasPrivateKey = $certificate.HasPrivateKey; PrivateKeyExportable = $exportable; NetworkServiceCanRead = $canRead }
        }
    }
    finally { $store.Close() }
}
$script:Scripts['Read-PrivateKeyAccess'] = $readKeys

# Site and port from the configuration of IIS, the certificate from the binding of http.sys, which the registry mirrors.
$readBindings = {
    $ErrorActionPreference = 'Stop'
    $path = [System.IO.Path]::Combine([System.Environment]::GetFolderPath('System'), 'inetsrv', 'config', 'applicationHost.config')
    $configuration = [xml][System.IO.File]::ReadAllText($path)
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    $parameters = 'SYSTEM\CurrentControlSet\Services\HTTP\Parameters'
    try {
        foreach ($site in $configuration.SelectNodes('/configuration/system.applicationHost/sites/site')) {
            foreach ($binding in $site.SelectNodes('bindings/binding')) {
                if ($binding.GetAttribute('protocol') -ne 'https') { continue }
                $address, $port, $hostName = $binding.GetAttribute('bindingInformation') -split ':(?=[^\]]*$)', 3
                if ([string]::IsNullOrEmpty($address) -or $address -eq '*') { $address = '0.0.0.0' }
                $key = $null
                if ($hostName) { $key = $machine.OpenSubKey("$parameters\SslSniBindingInfo\${hostName}:$port") }
                if ($null -eq $key) { $key = $machine.OpenSubKey("$parameters\SslBindingInfo\${address}:$port") }
                $hash = $null
                if ($null -ne $key) {
                    $bytes = $key.GetValue('SslCertHash')
                    if ($null -ne $bytes) { $hash = [System.BitConverter]::ToString($bytes).Replace('-', '') }
                    $key.Close()
                }
                [pscustomobject]@{ Site = $site.GetAttribute('name'); Port = [int]$port; CertificateHash = $hash }
            }
        }
    }
    finally { $machine.Close() }
}
$script:Scripts['Read-IisBinding'] = $readBindings

# Absent on most servers, and then Windows updates its root certificates by itself.
$readRootUpdate = {
    $ErrorActionPreference = 'Stop'
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $key = $machine.OpenSubKey('SOFTWARE\Policies\Microsoft\SystemCertificates\AuthRoot')
        $value = $null
        if ($null -ne $key) {
            $value = $key.GetValue('DisableRootAutoUpdate')
            $key.Close()
        }
        [pscustomobject]@{ DisableRootAutoUpdate = $value }
    }
    finally { $machine.Close() }
}
$script:Scripts['Read-RootAutoUpdate'] = $readRootUpdate

# The newest text of the protocol logs, whole lines, newest file first. Exchange holds the file of the hour open for writing.
$readProtocolLog = {
    param([string] $Direction, [string] $StartTime, [string[]] $Folders)
    $ErrorActionPreference = 'Stop'
    $left = 8388608
    $files = 48
    $piece = 262144
    $since = [datetime]::Parse($StartTime, [System.Globalization.CultureInfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::RoundtripKind).ToUniversalTime()
    if ($Folders.Length -eq 0) {
        $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
        try {
            $key = $machine.OpenSubKey('SOFTWARE\Microsoft\ExchangeServer\v15\Setup')
            if ($null -eq $key) { throw [System.IO.DirectoryNotFoundException]::new('Exchange is not installed here, or may not be looked for.') }
            $installed = [string]$key.GetValue('MsiInstallPath')
            $key.Close()
        }
        finally { $machine.Close() }
        $Folders = foreach ($service in 'Hub', 'FrontEnd') { [System.IO.Path]::Combine($installed, 'TransportRoles', 'Logs', $service, 'ProtocolLog', "Smtp$Direction") }
    }
    $prefix = if ($Direction -eq 'Send') { 'SEND' } else { 'RECV' }
    $there = @(foreach ($folder in $Folders) { if ([System.IO.Directory]::Exists($folder)) { $folder } })
    if ($there.Count -eq 0) { throw [System.IO.DirectoryNotFoundException]::new("No folder of the Smtp$Direction protocol log is there, or none may be read: $($Folders -join ', ')") }
    $sorted = [string[]]@(foreach ($folder in $there) {
            foreach ($path in [System.IO.Directory]::GetFiles($folder, '*.LOG')) {
                $written = [System.IO.File]::GetLastWriteTimeUtc($path)
                if ($written -ge $since -and [System.IO.Path]::GetFileName($path).StartsWith($prefix)) { '{0:d20}|{1}' -f $written.Ticks, $path }
            }
        })
    [System.Array]::Sort($sorted)
    [System.Array]::Reverse($sorted)
    foreach ($entry in $sorted) {
        if ($left -le 0 -or $files-- -le 0) { break }
        $path = $entry.Substring(21)
        $stream = [System.IO.FileStream]::new($path, 'Open', 'Read', 'ReadWrite, Delete')
        $reader = [System.IO.StreamReader]::new($stream)
        try {
            $length = $stream.Length
            $record = @{ Folder = [System.IO.Path]::GetDirectoryName($path); File = [System.IO.Path]::GetFileName($path); Length = $length; FirstLine = 1; Cut = $false; Header = $null; Part = 0; Text = '' }
            if ($length -gt $left) {
                $head = [System.Text.StringBuilder]::new()
                while ($null -ne ($line = $reader.ReadLine()) -and $line.StartsWith('#')) { [void]$head.Append($line).Append("`n") }
                $record.Header = $head.ToString()
                $record.FirstLine = $null
                $record.Cut = $true
                [void]$stream.Seek(-$left, 'End')
                $reader.DiscardBufferedData()
                [void]$reader.ReadLine()
            }
            $left -= $length
            $text = [System.Text.StringBuilder]::new()
            $number = 1
            $more = $true
            while ($more) {
                $line = $reader.ReadLine()
                $more = $null -ne $line
                if ($more) { [void]$text.Append($line).Append("`n"); $number++ }
                if ($text.Length -ge $piece -or (-not $more -and ($text.Length -gt 0 -or $record.Part -eq 0))) {
                    $record.Text = $text.ToString()
                    [pscustomobject]$record
                    [void]$text.Clear()
                    $record.Part++
                    if (-not $record.Cut) { $record.FirstLine = $number }
                }
            }
        }
        finally { $reader.Dispose() }
    }
}
$script:Scripts['Read-SmtpProtocolLog'] = $readProtocolLog

# --------------------------------------------------------------------------------------------------------- JSON out

$script:Unsafe = [regex]::new('[^\x20-\x7e]')
$script:HexUnit = [regex]::new('(..)-(..)-?')

# A loop over the characters would take seconds for a megabyte of Hebrew: one Replace for each different character, and when
# there are many of them, all of the text at once.
function Add-JsonText {
    param([System.Text.StringBuilder] $Sb, [string] $Text)
    $escaped = $Text.Replace('\', '\\').Replace('"', '\"')
    $match = $script:Unsafe.Match($escaped)
    for ($different = 0; $match.Success -and $different -lt 64; $different++) {
        $escaped = $escaped.Replace($match.Value, '\u' + ([int][char]$match.Value).ToString('x4'))
        $match = $script:Unsafe.Match($escaped, $match.Index)
    }
    if ($match.Success) {
        # By copy: an encoding would replace half a surrogate pair.
        $units = [byte[]]::new(2 * $Text.Length)
        [System.Buffer]::BlockCopy($Text.ToCharArray(), 0, $units, 0, $units.Length)
        $escaped = $script:HexUnit.Replace([System.BitConverter]::ToString($units), '\u$2$1')
    }
    [void]$Sb.Append('"').Append($escaped).Append('"')
}

function Add-JsonTagged {
    param([System.Text.StringBuilder] $Sb, [string] $Type, [string] $Text)
    [void]$Sb.Append('{"$":"').Append($Type).Append('","v":')
    Add-JsonText $Sb $Text
    [void]$Sb.Append('}')
}

function Get-DateText {
    param([datetime] $Time)
    $zone = ''
    if ($Time.Kind -ne 'Unspecified') { $Time = $Time.ToUniversalTime(); $zone = 'Z' }
    $digits = if ($Time.Ticks % 10000 -eq 0) { 'fff' } else { 'fffffff' }
    $Time.ToString("yyyy-MM-ddTHH:mm:ss.$digits", $script:Invariant) + $zone
}

function Test-Integral {
    param($Base)
    $Base -is [int] -or $Base -is [long] -or $Base -is [byte] -or $Base -is [int16] -or $Base -is [uint16] -or $Base -is [uint32] -or $Base -is [uint64] -or $Base -is [sbyte]
}

function Add-JsonInteger {
    param([System.Text.StringBuilder] $Sb, $Base)
    $digits = [System.Convert]::ToString($Base, $script:Invariant)
    # 2^53 has 16 digits: 15 always fit.
    if ($digits.Length -le 15) { [void]$Sb.Append($digits) } else { Add-JsonTagged $Sb 'long' $digits }
}

# One value of an answer. What is neither a primitive nor a list becomes type names, text and properties; nothing is
# looked up by its type name.
function Add-JsonValue {
    param([System.Text.StringBuilder] $Sb, $Value, [int] $Depth, [string[]] $Only)
    if ($null -eq $Value) { [void]$Sb.Append('null'); return }
    $base = $Value.PSObject.BaseObject
    if ($base -is [string]) { Add-JsonText $Sb $base; return }
    if ($base -is [bool]) { [void]$Sb.Append($(if ($base) { 'true' } else { 'false' })); return }
    if ($base -is [datetime]) { Add-JsonTagged $Sb 'date' (Get-DateText $base); return }
    if ($base -is [byte[]]) { Add-JsonTagged $Sb 'bytes' ([System.Convert]::ToBase64String($base)); return }
    $names = $Value.PSObject.TypeNames
    $first = [string]$(if ($names.Count) { $names[0] })
    $isNumber = Test-Integral $base
    if ($isNumber -and -not $first.StartsWith('Deserialized.')) { Add-JsonInteger $Sb $base; return }
    if ($base -is [char] -or $base -is [guid] -or $base -is [version]) { Add-JsonText $Sb $base.ToString(); return }
    if ($base -is [uri]) { Add-JsonText $Sb $base.OriginalString; return }
    if ($base -is [double] -or $base -is [single] -or $base -is [decimal]) { Add-JsonTagged $Sb 'number' ([System.Convert]::ToString($base, $script:Invariant)); return }
    if ($base -is [timespan]) { Add-JsonTagged $Sb 'span' ($base.ToString('c', $script:Invariant)); return }
    if ($base -is [System.Collections.IEnumerable] -and $base -isnot [System.Collections.IDictionary]) { Add-JsonList $Sb $base $Depth; return }

    [void]$Sb.Append('{"$":"object","t":')
    $separator = '['
    for ($index = 0; $index -lt $names.Count -and $index -lt 16; $index++) {
        [void]$Sb.Append($separator)
        $separator = ','
        Add-JsonText $Sb (Get-Clipped $names[$index] 512)
    }
    [void]$Sb.Append($(if ($separator -eq '[') { '[]' } else { ']' })).Append(',"s":')
    if ($base -is [System.Security.SecureString] -or $base -is [System.Management.Automation.PSCredential]) { [void]$Sb.Append('null}'); return }
    # A property bag prints as a list of its properties, which says nothing more.
    if ($base -is [System.Collections.IDictionary] -or $first -match '^(Deserialized\.)?(Selected\.|System\.Management\.Automation\.PSCustomObject$)') { [void]$Sb.Append('null') }
    else {
        $text = $null
        try { $text = $Value.ToString() } catch { $text = $null }
        if ($null -eq $text) { [void]$Sb.Append('null') } else { Add-JsonText $Sb $text }
    }
    if ($isNumber) { [void]$Sb.Append(',"v":'); Add-JsonInteger $Sb $base }
    elseif ($base -is [System.Enum]) { [void]$Sb.Append(',"v":'); Add-JsonInteger $Sb ([System.Convert]::ToInt64($base, $script:Invariant)) }
    elseif ($Depth -le 0) { [void]$Sb.Append(',"cut":true') }
    else { Add-JsonProperties $Sb $Value $base $Depth $Only }
    [void]$Sb.Append('}')
}

function Add-JsonList {
    param([System.Text.StringBuilder] $Sb, [System.Collections.IEnumerable] $List, [int] $Depth)
    if ($Depth -le 0) { [void]$Sb.Append('{"$":"object","t":[],"s":null,"cut":true}'); return }
    [void]$Sb.Append('[')
    $count = 0
    foreach ($item in $List) {
        if ($count -ge $script:MostItems) { [void]$Sb.Append(',{"$":"object","t":[],"s":null,"cut":true}'); break }
        if ($count++) { [void]$Sb.Append(',') }
        Add-JsonValue $Sb $item ($Depth - 1) $null
    }
    [void]$Sb.Append(']')
}

function Add-JsonProperties {
    param([System.Text.StringBuilder] $Sb, $Value, $Base, [int] $Depth, [string[]] $Only)
    $count = 0
    $cut = $false
    $pairs = if ($Base -is [System.Collections.IDictionary]) { $Base.GetEnumerator() } else { $Value.PSObject.Properties }
    foreach ($pair in $pairs) {
        $isEntry = $pair -is [System.Collections.DictionaryEntry]
        $name = if ($isEntry) { [string]$pair.Key } else { $pair.Name }
        if ($Only -and $Only -notcontains $name) { continue }
        if ($count -ge $script:MostProperties) { $cut = $true; break }
        # A property that cannot be read is left out: it is unknown.
        try { $held = $pair.Value } catch { continue }
        [void]$Sb.Append($(if ($count++) { ',' } else { ',"p":{' }))
        Add-JsonText $Sb $name
        [void]$Sb.Append(':')
        Add-JsonValue $Sb $held ($Depth - 1) $null
    }
    if ($count) { [void]$Sb.Append('}') }
    if ($cut) { [void]$Sb.Append(',"cut":true') }
}

# A message of our own: an ordered dictionary of texts, numbers, lists and such dictionaries.
function Add-JsonMessage {
    param([System.Text.StringBuilder] $Sb, $Value)
    if ($null -eq $Value) { [void]$Sb.Append('null') }
    elseif ($Value -is [string]) { Add-JsonText $Sb $Value }
    elseif ($Value -is [bool]) { [void]$Sb.Append($(if ($Value) { 'true' } else { 'false' })) }
    elseif ($Value -is [System.Collections.IDictionary]) {
        $separator = '{'
        foreach ($pair in $Value.GetEnumerator()) {
            [void]$Sb.Append($separator)
            $separator = ','
            Add-JsonText $Sb ([string]$pair.Key)
            [void]$Sb.Append(':')
            Add-JsonMessage $Sb $pair.Value
        }
        [void]$Sb.Append($(if ($separator -eq '{') { '{}' } else { '}' }))
    }
    elseif ($Value -is [System.Collections.IEnumerable]) {
        $separator = '['
        foreach ($item in $Value) {
            [void]$Sb.Append($separator)
            $separator = ','
            Add-JsonMessage $Sb $item
        }
        [void]$Sb.Append($(if ($separator -eq '[') { '[]' } else { ']' }))
    }
    else { [void]$Sb.Append([System.Convert]::ToString($Value, $script:Invariant)) }
}

function Write-Line {
    param([System.Text.StringBuilder] $Sb)
    try {
        $script:Out.WriteLine($Sb.ToString())
        $script:Out.Flush()
    }
    catch { $script:Gone = $true }
}

function Send-Message {
    param($Message)
    $sb = [System.Text.StringBuilder]::new(512)
    [void]$sb.Append($Tag)
    Add-JsonMessage $sb $Message
    Write-Line $sb
}

function Get-Clipped {
    param([string] $Text, [int] $Most)
    if ($Text.Length -gt $Most) { $Text.Substring(0, $Most) } else { $Text }
}

function Send-Fault {
    param($Id, [string] $Code, [string] $Message, $Cause)
    $m = [ordered]@{ t = 'answer'; id = $Id; ok = $false; code = $Code; message = (Get-Clipped $Message 4000) }
    if ($null -ne $Cause) { $m['error'] = ConvertTo-BridgeError $Cause }
    Send-Message $m
}

# ---------------------------------------------------------------------------------------------------------- JSON in

# Each part is linear: the loops inside the string cannot match the same text in two ways.
$script:Token = [regex]::new('\G[ \t\r\n]*(?:([\[\]{}:,])|"([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"|(-?(?:0|[1-9][0-9]*)(?![0-9.eE]))|(true|false|null)\b)')

function Read-Token {
    $match = $script:Token.Match($script:Text, $script:At)
    if (-not $match.Success) { throw "malformed JSON at $($script:At)" }
    $script:At = $match.Index + $match.Length
    $match
}

# The escapes of JSON, which the token has checked, mean the same to a regular expression.
function Expand-Text {
    param([string] $Text)
    if ($Text.IndexOf('\') -lt 0) { $Text } else { [regex]::Unescape($Text) }
}

# The value goes into $script:Value: a returned list would be unrolled.
function Read-Value {
    param([int] $Nesting)
    if ($Nesting -gt $script:MostNesting) { throw 'nested too deep' }
    $match = Read-Token
    if ($match.Groups[2].Success) { $script:Value = Expand-Text $match.Groups[2].Value; return }
    if ($match.Groups[3].Success) {
        $number = 0
        if (-not [int]::TryParse($match.Groups[3].Value, 'AllowLeadingSign', $script:Invariant, [ref]$number)) { throw 'a number needs more than 32 bits' }
        $script:Value = $number
        return
    }
    if ($match.Groups[4].Success) {
        $word = $match.Groups[4].Value
        if ($word -ceq 'null') { $script:Value = $null } else { $script:Value = $word -ceq 'true' }
        return
    }
    if ($match.Groups[1].Value -eq '[') { Read-List ($Nesting + 1) }
    elseif ($match.Groups[1].Value -eq '{') { Read-Object ($Nesting + 1) }
    else { throw 'malformed JSON' }
}

function Read-List {
    param([int] $Nesting)
    $list = [System.Collections.ArrayList]::new()
    $mark = $script:At
    if ((Read-Token).Groups[1].Value -ne ']') {
        $script:At = $mark
        while ($true) {
            Read-Value $Nesting
            [void]$list.Add($script:Value)
            $after = (Read-Token).Groups[1].Value
            if ($after -eq ']') { break }
            if ($after -ne ',') { throw 'malformed JSON list' }
        }
    }
    $script:Value = $list.ToArray()
}

function Read-Object {
    param([int] $Nesting)
    $map = [System.Collections.Hashtable]::new([System.StringComparer]::Ordinal)
    $mark = $script:At
    if ((Read-Token).Groups[1].Value -ne '}') {
        $script:At = $mark
        while ($true) {
            $key = Read-Token
            if (-not $key.Groups[2].Success) { throw 'malformed JSON object' }
            $name = Expand-Text $key.Groups[2].Value
            if ((Read-Token).Groups[1].Value -ne ':') { throw 'malformed JSON object' }
            Read-Value $Nesting
            if ($map.ContainsKey($name)) { throw 'a key stands twice' }
            $map[$name] = $script:Value
            $after = (Read-Token).Groups[1].Value
            if ($after -eq '}') { break }
            if ($after -ne ',') { throw 'malformed JSON object' }
        }
    }
    if ($map.ContainsKey('$')) { Read-Tagged $map['$'] $map['v'] } else { $script:Value = $map }
}

function Read-Tagged {
    param($Type, $Text)
    if ($Type -isnot [string] -or $Text -isnot [string]) { throw 'a tagged value needs text' }
    if ($Type -ceq 'secure') {
        $secret = [System.Security.SecureString]::new()
        foreach ($unit in $Text.ToCharArray()) { $secret.AppendChar($unit) }
        $secret.MakeReadOnly()
        $script:Value = $secret
    }
    elseif ($Type -ceq 'bytes') { $script:Value = [System.Convert]::FromBase64String($Text) }
    elseif ($Type -ceq 'date') { $script:Value = [datetime]::Parse($Text, $script:Invariant, [System.Globalization.DateTimeStyles]::RoundtripKind) }
    elseif ($Type -ceq 'long') { $script:Value = [long]::Parse($Text, $script:Invariant) }
    else { throw 'unknown value type' }
}

function Read-Json {
    param([string] $Line)
    $script:Text = $Line
    $script:At = 0
    try {
        Read-Value 0
        if ($Line.Substring($script:At).Trim().Length) { throw 'characters behind the request' }
        if ($script:Value -isnot [System.Collections.Hashtable]) { throw 'a request is an object' }
    }
    finally { $script:Text = $null }
}

# ------------------------------------------------------------------------------------------- checks of a request

$script:Fields = @{
    connect    = 'session', 'kind', 'uri', 'auth', 'user', 'password', 'skip', 'prompts', 'openMs', 'idleMs'
    probe      = @('session')
    invoke     = 'session', 'cmdlet', 'parameters', 'properties', 'project', 'folders', 'answers', 'timeoutMs', 'graceMs'
    cancel     = @('target')
    disconnect = @('session')
    ping       = @()
}

function Assert-Fields {
    param($Request)
    $known = $script:Fields[[string]$Request['op']]
    foreach ($pair in $Request.GetEnumerator()) {
        if ('id', 'op' -cnotcontains $pair.Key -and $known -cnotcontains $pair.Key) { throw "unknown field $(Get-Clipped $pair.Key 64)" }
    }
}

function Get-Number {
    param($Request, [string] $Name, [int] $Least, [int] $Most, [int] $Default)
    $value = $Request[$Name]
    if ($null -eq $value) { return $Default }
    if ($value -isnot [int] -or $value -lt $Least -or $value -gt $Most) { throw "$Name is out of its limits" }
    $value
}

function Get-Flag {
    param($Request, [string] $Name)
    $value = $Request[$Name]
    if ($null -eq $value) { return $false }
    if ($value -isnot [bool]) { throw "$Name is true or false" }
    $value
}

# A list of texts, each of the given form; null when it was not given.
function Get-TextList {
    param($Request, [string] $Name, [string] $Pattern)
    $value = $Request[$Name]
    if ($null -eq $value) { return $null }
    if ($value -isnot [object[]]) { throw "$Name is a list" }
    foreach ($item in $value) { if ($item -isnot [string] -or $item -notmatch $Pattern) { throw "an entry of $Name has a wrong form" } }
    , [string[]]$value
}

function Get-SessionName {
    param($Request)
    $name = $Request['session']
    if ($name -isnot [string] -or $name -notmatch '\A[A-Za-z0-9._-]{1,64}\z') { throw 'bad session name' }
    $name
}

# ----------------------------------------------------------------------------------------------------------- errors

function Get-ErrorText {
    param($Text)
    if ($null -eq $Text -or '' -eq [string]$Text) { return $null }
    Get-Clipped ([string]$Text) 4000
}

function ConvertTo-BridgeError {
    param($Item)
    $record = $null
    $exception = $Item
    if ($Item -is [System.Management.Automation.ErrorRecord]) { $record = $Item; $exception = $Item.Exception }
    while ($exception -is [System.Management.Automation.MethodInvocationException] -and $exception.InnerException) { $exception = $exception.InnerException; $record = $null }
    if ($null -eq $record) { $record = $exception.ErrorRecord }
    $e = [ordered]@{
        message = (Get-ErrorText $exception.Message); exception = $exception.GetType().FullName; id = $null; category = $null; reason = $null
        activity = $null; target = $null; details = $null; remoteException = $null; transportCode = $null
    }
    if ($exception -is [System.Management.Automation.RemoteException] -and $exception.SerializedRemoteException) {
        $e['remoteException'] = Get-ErrorText $exception.SerializedRemoteException.PSObject.TypeNames[0]
    }
    if ($exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { $e['transportCode'] = $exception.ErrorCode }
    if ($null -ne $record) {
        $e['id'] = Get-ErrorText $record.FullyQualifiedErrorId
        $e['category'] = $record.CategoryInfo.Category.ToString()
        $e['reason'] = Get-ErrorText $record.CategoryInfo.Reason
        $e['activity'] = Get-ErrorText $record.CategoryInfo.Activity
        $e['target'] = Get-ErrorText $record.CategoryInfo.TargetName
        if ($record.ErrorDetails) { $e['details'] = Get-ErrorText $record.ErrorDetails.Message }
    }
    $e
}

# --------------------------------------------------------------------------------------------------- the policy host
# A compiled host that answers a server's question by rule. It lies beside this file, and only those very bytes are loaded.

$script:HostHash = '8365A3C1FC596D95E0960E2F3D2368E882BCC71696EFD257B83406F90F42EBDD'

function Get-PolicyHostState {
    $path = [System.IO.Path]::Combine($PSScriptRoot, 'host', 'RootcauseHost.dll')
    if (-not [System.IO.File]::Exists($path)) { return 'absent' }
    $digest = [System.Security.Cryptography.SHA256]::Create()
    try { $hash = [System.BitConverter]::ToString($digest.ComputeHash([System.IO.File]::ReadAllBytes($path))).Replace('-', '') }
    finally { $digest.Dispose() }
    if ($hash -ne $script:HostHash) { return 'refused' }
    try { $script:HostType = [System.Reflection.Assembly]::LoadFrom($path).GetType('Rootcause.PolicyHost', $true) }
    catch { return 'failed' }
    'ready'
}

# --------------------------------------------------------------------------------------------------------- sessions

$script:Shells = @{ exchange = 'http://schemas.microsoft.com/powershell/Microsoft.Exchange'; windows = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell' }

# No type table: nothing is rehydrated into live .NET objects here. No host unless asked for: then a question of the server
# fails there at once in place of asking us.
function New-RemoteRunspace {
    param($Request, $Credential, $BridgeHost, [int] $OpenMs)
    $uri = $null
    if (-not [uri]::TryCreate([string]$Request['uri'], 'Absolute', [ref]$uri)) { throw 'bad uri' }
    if ('http', 'https' -cnotcontains $uri.Scheme -or $uri.UserInfo -or $uri.Query -or $uri.Fragment) { throw 'bad uri' }
    $auth = $Request['auth']
    if ('Kerberos', 'Negotiate', 'Basic' -cnotcontains $auth) { throw 'authentication is Kerberos, Negotiate, or Basic' }
    if ($auth -ceq 'Basic' -and $uri.Scheme -ne 'https') { throw 'Basic authentication needs https: it sends the password itself' }
    $skip = Get-TextList $Request 'skip' '\A(ca|cn|revocation)\z'
    if ($skip -and $uri.Scheme -ne 'https') { throw 'there is no certificate to check without https' }
    $connection = [System.Management.Automation.Runspaces.WSManConnectionInfo]::new($uri)
    $connection.ShellUri = $script:Shells[[string]$Request['kind']]
    $connection.AuthenticationMechanism = $auth
    if ($null -ne $Credential) { $connection.Credential = $Credential }
    $connection.SkipCACheck = $skip -ccontains 'ca'
    $connection.SkipCNCheck = $skip -ccontains 'cn'
    $connection.SkipRevocationCheck = $skip -ccontains 'revocation'
    # Another host would get the credential.
    $connection.MaximumConnectionRedirectionCount = 0
    # Exchange answers in this language, so its texts are the ones that are known.
    $connection.Culture = [System.Globalization.CultureInfo]::new('en-US')
    $connection.UICulture = [System.Globalization.CultureInfo]::new('en-US')
    $connection.OpenTimeout = $OpenMs
    $connection.OperationTimeout = 180000
    $connection.CancelTimeout = 15000
    # A server that answers without an end is not listened to without an end.
    $connection.MaximumReceivedObjectSize = 33554432
    $connection.MaximumReceivedDataSizePerCommand = 268435456
    $connection.IdleTimeout = Get-Number $Request 'idleMs' 60000 900000 180000
    [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($connection, $BridgeHost, $null)
}

function Get-SessionCredential {
    param($Request)
    $user = $Request['user']
    $password = $Request['password']
    if ($null -eq $user -and $null -eq $password) { return $null }
    if ($user -isnot [string] -or $user -eq '' -or $password -isnot [System.Security.SecureString]) { throw 'a user needs a secure password, and a password a user' }
    [System.Management.Automation.PSCredential]::new($user, $password)
}

function Start-Connect {
    param($Request)
    $name = Get-SessionName $Request
    $kind = $Request['kind']
    if ('exchange', 'windows', 'local', 'management-shell' -cnotcontains $kind) { throw 'unknown kind of session' }
    if ($script:Sessions.ContainsKey("s:$name")) { Send-Fault $Request['id'] 'session-exists' "session $name is already there"; return }
    $isRemote = $script:Shells.ContainsKey($kind)
    if (-not $isRemote -and ($null -ne $Request['uri'] -or $null -ne $Request['auth'] -or $null -ne $Request['skip'])) { throw 'only a remote session has an address' }
    $openMs = Get-Number $Request 'openMs' 1000 180000 30000
    $credential = Get-SessionCredential $Request
    if ($null -ne $credential -and $kind -ceq 'management-shell') { throw 'the management shell runs as the signed-in user' }
    $policyHost = $null
    if (Get-Flag $Request 'prompts') {
        if ($kind -cne 'exchange') { throw 'only an exchange session has questions' }
        if ($script:HostState -ne 'ready') { Send-Fault $Request['id'] 'no-policy-host' "the policy host is $($script:HostState)"; return }
        $policyHost = [System.Activator]::CreateInstance($script:HostType)
    }
    if ($isRemote) { $runspace = New-RemoteRunspace $Request $credential $policyHost $openMs }
    else { $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()) }
    $session = @{
        Name = $name; Kind = $kind; Runspace = $runspace; Phase = 'opening'; ConnectId = $Request['id']; Began = [datetime]::UtcNow
        Deadline = [datetime]::UtcNow.AddMilliseconds($openMs); Job = $null; Queue = [System.Collections.ArrayList]::new(); PolicyHost = $policyHost
        Credential = $(if ($kind -ceq 'local') { $credential } else { $null }); Asked = $script:ThisComputer; AnsweredBy = $script:ThisComputer
    }
    if ($isRemote) { $session['Asked'] = ([uri][string]$Request['uri']).Host; $session['AnsweredBy'] = $null }
    $script:Sessions["s:$name"] = $session
    $runspace.OpenAsync()
}

# The runspace is open; two kinds have to show first that they are what they are for.
function Complete-Opening {
    param($Session)
    if ($Session['Kind'] -ceq 'windows') {
        $Session['Phase'] = 'proving'
        Start-BridgeJob (New-Job $Session @{ Id = $Session['ConnectId']; Purpose = 'connect'; Script = 'ComputerName'; WaitMs = 30000; GraceMs = 5000 })
    }
    elseif ($Session['Kind'] -ceq 'management-shell') {
        $Session['Phase'] = 'proving'
        Start-BridgeJob (New-Job $Session @{ Id = $Session['ConnectId']; Purpose = 'connect'; Command = 'Add-PSSnapin'; WaitMs = 60000; GraceMs = 5000; Values = @{ Name = 'Microsoft.Exchange.Management.PowerShell.SnapIn' } })
    }
    else { Send-Connected $Session }
}

function Send-Connected {
    param($Session)
    $Session['Phase'] = 'open'
    Send-Message ([ordered]@{
            t = 'answer'; id = $Session['ConnectId']; ok = $true; session = $Session['Name']; kind = $Session['Kind']; asked = $Session['Asked']
            answeredBy = $Session['AnsweredBy']; tookMs = (Get-Elapsed $Session['Began'])
        })
}

function Get-Elapsed {
    param([datetime] $Since)
    [int][System.Math]::Min([int]::MaxValue, ([datetime]::UtcNow - $Since).TotalMilliseconds)
}

function Remove-Session {
    param($Session, [string] $Code, [string] $Message)
    if ($Session['Phase'] -eq 'closed') { return }
    $script:Sessions.Remove("s:$($Session['Name'])")
    $Session['Phase'] = 'closed'
    foreach ($job in $Session['Queue'].ToArray()) { Send-NotStarted $job $Code $Message }
    $Session['Queue'].Clear()
    try { $Session['Runspace'].CloseAsync() } catch { [void]$_ }
    [void]$script:Closing.Add($Session['Runspace'])
}

# ------------------------------------------------------------------------------------------------------------- calls

function New-Job {
    param($Session, $With)
    $job = @{
        Id = $null; Session = $Session; Purpose = 'invoke'; Cmdlet = $null; Command = $null; Script = $null; Values = @{}; Only = $null; Project = $false
        Answers = @(); Effect = 'read'; Way = 'plain'; WaitMs = 120000; GraceMs = 15000; State = 'queued'; Reason = $null; Ps = $null; Async = $null
        Output = $null; Waiting = [System.Collections.Generic.Queue[object]]::new(); Count = 0; Characters = 0; Offered = [System.Collections.ArrayList]::new(); Began = $null
    }
    foreach ($pair in $With.GetEnumerator()) { $job[$pair.Key] = $pair.Value }
    $job
}

# Which rows a kind of session may run, and how.
function Get-Refusal {
    param($Session, [string] $Cmdlet, $Row)
    $kind = $Session['Kind']
    if ($null -eq $Row) { return 'it is not on the list' }
    if ($kind -ceq 'exchange' -and $Row['Channel'] -eq 'exchange') { return $null }
    if ($kind -ceq 'windows' -and $Row['Channel'] -eq 'windows') { return $null }
    if ($kind -ceq 'local' -and $Cmdlet -eq 'Get-WinEvent') { return $null }
    if ($kind -ceq 'management-shell' -and $Row['Channel'] -eq 'exchange' -and $Row['Effect'] -eq 'read') { return $null }
    "it is not for a session of kind $kind"
}

function Start-Invoke {
    param($Request)
    $session = $script:Sessions["s:$(Get-SessionName $Request)"]
    if ($null -eq $session -or $session['Phase'] -ne 'open') { Send-Fault $Request['id'] 'no-session' 'no such session is open'; return }
    $cmdlet = [string]$Request['cmdlet']
    $row = $script:Table[$cmdlet]
    $refusal = Get-Refusal $session $cmdlet $row
    if ($refusal) { Send-Fault $Request['id'] 'not-allowed' "$(Get-Clipped $cmdlet 64) may not be run: $refusal"; return }
    if ($row['MayAsk'] -and $null -eq $session['PolicyHost']) { Send-Fault $Request['id'] 'no-policy-host' "$cmdlet may ask a question, which this session could not answer"; return }
    $given = if ($null -eq $Request['parameters']) { @{} } else { $Request['parameters'] }
    if ($given -isnot [System.Collections.Hashtable]) { throw 'parameters are an object' }
    foreach ($pair in $given.GetEnumerator()) {
        if ($row['Parameters'] -cnotcontains $pair.Key) { Send-Fault $Request['id'] 'not-allowed' "$cmdlet has no parameter $(Get-Clipped $pair.Key 64) here"; return }
        if ($pair.Value -is [System.Collections.Hashtable]) { throw 'a parameter is a value or a list of values' }
    }
    $with = @{
        Id = $Request['id']; Cmdlet = $cmdlet; Effect = $row['Effect']; Only = (Get-TextList $Request 'properties' '\A[A-Za-z][A-Za-z0-9]{0,127}\z')
        Project = (Get-Flag $Request 'project'); Answers = (Get-Rules $Request $session)
        WaitMs = (Get-Number $Request 'timeoutMs' 500 3600000 120000); GraceMs = (Get-Number $Request 'graceMs' 500 60000 15000)
    }
    if ($with['Project'] -and ($session['Kind'] -cne 'exchange' -or -not $with['Only'])) { throw 'a projection needs properties and an exchange session' }
    $folders = Get-TextList $Request 'folders' '\A[^\x00-\x1f]{1,1024}\z'
    if ($null -ne $folders -and $cmdlet -ne 'Read-SmtpProtocolLog') { throw 'only the protocol log has folders' }
    if ($row['Channel'] -eq 'windows') { Set-ScriptValues $with $session $cmdlet $given $folders }
    else {
        $with['Command'] = $cmdlet
        $with['Values'] = $given
        if ($session['Kind'] -ceq 'management-shell') { $with['Way'] = 'management-shell' }
        elseif ($with['Project']) { $with['Way'] = 'projection' }
        elseif ($cmdlet -eq 'Get-ExchangeCertificate') { $with['Way'] = 'bytes' }
    }
    Add-Job (New-Job $session $with)
}

function Get-Rules {
    param($Request, $Session)
    if ($null -eq $Request['answers']) { return , @() }
    if ($null -eq $Session['PolicyHost']) { throw 'this session has no questions' }
    foreach ($rule in $Request['answers']) {
        if ($rule -isnot [System.Collections.Hashtable] -or $rule['text'] -isnot [string] -or $rule['text'] -eq '' -or $rule['choice'] -isnot [string]) { throw 'an answer has a text and a choice' }
    }
    , @($Request['answers'])
}

# Parameters of our own scripts: those of the row without the name of the machine, which the session already is.
function Set-ScriptValues {
    param($With, $Session, [string] $Cmdlet, $Given, $Folders)
    $With['Script'] = $Cmdlet
    $With['Way'] = if ($Cmdlet -eq 'Get-WinEvent') { 'events' } else { 'script' }
    $values = @{}
    foreach ($pair in $Given.GetEnumerator()) { if ('Server', 'ComputerName', 'MaxSessions' -cnotcontains $pair.Key) { $values[$pair.Key] = $pair.Value } }
    # As text the zone travels with a time.
    if ($values['StartTime'] -is [datetime]) { $values['StartTime'] = Get-DateText $values['StartTime'] }
    if ($values['StartTime'] -and $values['StartTime'] -notmatch '\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,16}Z\z') { throw 'StartTime is a time in UTC' }
    if ($Cmdlet -eq 'Read-SmtpProtocolLog') {
        $values['Folders'] = [string[]]@(if ($null -ne $Folders) { $Folders })
        if ('Send', 'Receive' -cnotcontains $values['Direction']) { throw 'Direction is Send or Receive' }
        if ($values['StartTime'] -isnot [string]) { throw 'StartTime is missing' }
    }
    if ($Cmdlet -eq 'Read-CertificateStore' -and 'My', 'CA', 'Root' -cnotcontains $values['StoreName']) { throw 'StoreName is My, CA or Root' }
    if ($Cmdlet -eq 'Get-WinEvent') {
        # About 23 conditions make a query invalid.
        if (@($values['Id']).Count -gt 20) { throw 'more than 20 ids in one query' }
        if ($values['LogName'] -isnot [string]) { throw 'LogName is missing' }
        if ($Session['Kind'] -ceq 'local') {
            $values['ComputerName'] = [string]$Given['ComputerName']
            $With['Asked'] = [string]$Given['ComputerName']
            if ($null -ne $Session['Credential']) { $values['Credential'] = $Session['Credential'] }
        }
    }
    $With['Values'] = $values
}

function Start-Probe {
    param($Request)
    $session = $script:Sessions["s:$(Get-SessionName $Request)"]
    if ($null -eq $session -or $session['Phase'] -ne 'open') { Send-Fault $Request['id'] 'no-session' 'no such session is open'; return }
    if ('exchange', 'management-shell' -cnotcontains $session['Kind']) { throw 'only Exchange is asked what it offers' }
    $names = [string[]]@(foreach ($pair in $script:Table.GetEnumerator()) { if ($pair.Value['Channel'] -eq 'exchange') { $pair.Key } })
    Add-Job (New-Job $session @{ Id = $Request['id']; Purpose = 'probe'; Command = 'Get-Command'; Values = @{ Name = $names }; WaitMs = 60000 })
}

function Add-Job {
    param($Job)
    if ($null -ne $Job['Session']['Job']) { [void]$Job['Session']['Queue'].Add($Job) } else { Start-BridgeJob $Job }
}

function Start-BridgeJob {
    param($Job)
    $session = $Job['Session']
    $session['Job'] = $Job
    $Job['State'] = 'running'
    $Job['Began'] = [datetime]::UtcNow
    $Job['Deadline'] = [datetime]::UtcNow.AddMilliseconds($Job['WaitMs'])
    $ps = [System.Management.Automation.PowerShell]::Create()
    $Job['Ps'] = $ps
    $ps.Runspace = $session['Runspace']
    if ($null -ne $Job['Script']) { [void]$ps.AddScript($script:Scripts[$Job['Script']].ToString()) } else { [void]$ps.AddCommand($Job['Command']) }
    foreach ($pair in $Job['Values'].GetEnumerator()) { [void]$ps.AddParameter($pair.Key, $pair.Value) }
    # Still no script text. Without it plain remoting carries the bytes of a certificate and nothing else of it.
    if ($Job['Project']) { [void]$ps.AddCommand('Select-Object').AddParameter('Property', [string[]]$Job['Only']) }
    if ($null -ne $session['PolicyHost']) {
        [void]$session['PolicyHost'].TakeLog()
        $session['PolicyHost'].SetAnswers([string[]]@(foreach ($rule in $Job['Answers']) { $rule['text'] }), [string[]]@(foreach ($rule in $Job['Answers']) { $rule['choice'] }))
    }
    $Job['Output'] = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    [void]$script:Jobs.Add($Job)
    try { $Job['Async'] = $ps.BeginInvoke($nothing, $Job['Output']) }
    catch {
        Send-Answer $Job ([ordered]@{ code = 'lost'; outcome = 'not-started'; message = 'the session is gone'; error = (ConvertTo-BridgeError $_) })
        if ($Job['Purpose'] -eq 'connect') { Remove-Session $session 'lost' 'the session was lost' }
        Close-Job $Job
    }
}

function Close-Job {
    param($Job)
    $script:Jobs.Remove($Job)
    $session = $Job['Session']
    $session['Job'] = $null
    $Job['Values'] = $null
    try { $Job['Ps'].Dispose() } catch { [void]$_ }
    if ($session['Phase'] -eq 'open' -and $session['Queue'].Count) {
        $next = $session['Queue'][0]
        $session['Queue'].RemoveAt(0)
        Start-BridgeJob $next
    }
}

function Stop-BridgeJob {
    param($Job, [string] $Reason)
    if ($Job['State'] -ne 'running') { return }
    $Job['State'] = 'stopping'
    $Job['Reason'] = $Reason
    $Job['StopDeadline'] = [datetime]::UtcNow.AddMilliseconds($Job['GraceMs'])
    [void]$Job['Ps'].BeginStop($null, $null)
}

# What a change came to cannot be known once it was stopped or lost: the caller has to look.
function Get-Outcome {
    param($Job)
    if ($Job['Effect'] -eq 'read') { 'none' } else { 'unknown' }
}

# Sends what has arrived, for at most a slice of time, so that other sessions are not kept waiting. True when all is sent.
function Send-Records {
    param($Job)
    foreach ($item in $Job['Output'].ReadAll()) {
        if ($Job['Count'] + $Job['Waiting'].Count -lt $script:MostRecords) { $Job['Waiting'].Enqueue($item) } else { Stop-TooLarge $Job }
    }
    if ($Job['Purpose'] -ne 'invoke') { return $true }
    $until = [datetime]::UtcNow.AddMilliseconds($script:SliceMs)
    $depth = if ($Job['Way'] -eq 'management-shell') { 1 } else { $script:MostDepth }
    while ($Job['Waiting'].Count -and [datetime]::UtcNow -lt $until -and -not $script:Gone) {
        if ($Job['Characters'] -ge $script:MostCharacters) {
            Stop-TooLarge $Job
            $Job['Waiting'].Clear()
            break
        }
        $sb = [System.Text.StringBuilder]::new(4096)
        [void]$sb.Append($Tag).Append('{"t":"records","id":').Append($Job['Id']).Append(',"records":[')
        for ($number = 0; $Job['Waiting'].Count -and $number -lt 200 -and $sb.Length -lt $script:LineLength -and [datetime]::UtcNow -lt $until; $number++) {
            if ($number) { [void]$sb.Append(',') }
            Add-JsonValue $sb ($Job['Waiting'].Dequeue()) $depth $Job['Only']
            $Job['Count']++
        }
        [void]$sb.Append(']}')
        $Job['Characters'] += $sb.Length
        Write-Line $sb
    }
    $Job['Waiting'].Count -eq 0
}

function Stop-TooLarge {
    param($Job)
    Stop-BridgeJob $Job 'too-large'
    $Job['Reason'] = 'too-large'
}

function Send-NotStarted {
    param($Job, [string] $Code, [string] $Message)
    Send-Answer $Job ([ordered]@{ code = $Code; outcome = 'not-started'; message = $Message })
}

# The answer of a call, with the fault that ended it or null.
function Send-Answer {
    param($Job, $Fault)
    $session = $Job['Session']
    $m = [ordered]@{ t = 'answer'; id = $Job['Id']; ok = ($null -eq $Fault) }
    if ($null -ne $Fault) { foreach ($pair in $Fault.GetEnumerator()) { $m[$pair.Key] = $pair.Value } }
    if ($Job['Purpose'] -eq 'invoke') {
        $m['cmdlet'] = $Job['Cmdlet']
        $m['session'] = $session['Name']
        $m['asked'] = $(if ($Job['Asked']) { $Job['Asked'] } else { $session['Asked'] })
        $m['way'] = $Job['Way']
        $m['count'] = $Job['Count']
        $m['errors'] = [System.Collections.ArrayList]::new()
        $m['warnings'] = [System.Collections.ArrayList]::new()
        if ($null -ne $Job['Ps']) {
            # ReadAll takes what is there; to walk along such a collection waits until the command has ended.
            foreach ($item in $Job['Ps'].Streams.Error.ReadAll()) { if ($m['errors'].Count -lt 100) { [void]$m['errors'].Add((ConvertTo-BridgeError $item)) } }
            foreach ($item in $Job['Ps'].Streams.Warning.ReadAll()) { if ($m['warnings'].Count -lt 100) { [void]$m['warnings'].Add((Get-Clipped $item.Message 4000)) } }
        }
        foreach ($item in $m['errors']) { Set-AnsweringServer $session $item }
        if ($null -ne $Fault -and $null -ne $Fault['error']) { Set-AnsweringServer $session $Fault['error'] }
        $m['answeredBy'] = $(if ($Job['Asked']) { $Job['Asked'] } else { $session['AnsweredBy'] })
        if ($null -ne $session['PolicyHost']) {
            $m['host'] = [System.Collections.ArrayList]::new()
            foreach ($entry in $session['PolicyHost'].TakeLog()) { [void]$m['host'].Add([ordered]@{ kind = $entry[0]; choice = $entry[1]; text = (Get-Clipped $entry[2] 4000) }) }
        }
        $m['at'] = Get-DateText ([datetime]::UtcNow)
        $m['tookMs'] = $(if ($null -ne $Job['Began']) { Get-Elapsed $Job['Began'] } else { 0 })
    }
    if ($Job['Purpose'] -eq 'probe' -and $null -eq $Fault) { $m['offered'] = $Job['Offered'] }
    Send-Message $m
}

# An Exchange session does not say which server is behind it; the ids of its errors do.
function Set-AnsweringServer {
    param($Session, $BridgeError)
    if ($Session['Kind'] -cne 'exchange') { return }
    $found = [regex]::Match([string]$BridgeError['id'], '\[Server=([A-Za-z0-9._-]{1,255}),')
    if ($found.Success) { $Session['AnsweredBy'] = $found.Groups[1].Value }
}

function Complete-BridgeJob {
    param($Job)
    $session = $Job['Session']
    $failed = $null
    try { [void]$Job['Ps'].EndInvoke($Job['Async']) } catch { $failed = $_ }
    $stopped = $null -ne $failed -or $Job['Ps'].InvocationStateInfo.State.ToString() -ne 'Completed'
    $broken = 'Broken', 'Closed' -contains $session['Runspace'].RunspaceStateInfo.State.ToString()
    $fault = $null
    if ($Job['Reason'] -and ($stopped -or $Job['Reason'] -eq 'too-large')) {
        $fault = [ordered]@{ code = $Job['Reason']; outcome = (Get-Outcome $Job); message = 'the command was stopped' }
    }
    elseif ($null -ne $failed -and $broken) { $fault = [ordered]@{ code = 'lost'; outcome = (Get-Outcome $Job); message = 'the session was lost'; error = (ConvertTo-BridgeError $failed) } }
    elseif ($null -ne $failed) {
        $e = ConvertTo-BridgeError $failed
        $fault = [ordered]@{ code = $(if ($Job['Project'] -and (Test-ProjectionError $e)) { 'projection-refused' } else { 'failed' }); message = 'the command failed'; error = $e }
    }
    if ($Job['Purpose'] -eq 'connect') { Complete-Proof $Job $fault; return }
    if ($Job['Purpose'] -eq 'probe') { Read-Offers $Job }
    Send-Answer $Job $fault
    if ($broken) { Remove-Session $session 'lost' 'the session was lost' }
    Close-Job $Job
}

function Test-ProjectionError {
    param($BridgeError)
    $isBinding = [string]$BridgeError['id'] -match '^(ParameterArgumentValidationError|NamedParameterNotFound|CommandNotFoundException)'
    $isBinding -and ("$($BridgeError['id'])|$($BridgeError['activity'])|$($BridgeError['target'])" -match 'Select-?Object')
}

function Complete-Proof {
    param($Job, $Fault)
    $session = $Job['Session']
    $first = $null
    if ($Job['Waiting'].Count) { $first = $Job['Waiting'].Dequeue() }
    Close-Job $Job
    if ($null -ne $Fault) {
        $Fault['code'] = if ('timeout', 'cancelled' -contains $Fault['code']) { $Fault['code'] } else { 'connect-failed' }
        $Fault.Remove('outcome')
        Send-Answer $Job $Fault
        Remove-Session $session 'connect-failed' 'the session never opened'
        return
    }
    if ($session['Kind'] -ceq 'windows' -and $null -ne $first) { $session['AnsweredBy'] = Get-Clipped ([string]$first) 255 }
    Send-Connected $session
}

# Names, and parameters where the session tells them: a role can take away a single parameter.
function Read-Offers {
    param($Job)
    foreach ($item in $Job['Waiting']) {
        $held = $item.PSObject.Properties['Parameters']
        $names = $null
        if ($null -ne $held -and $held.Value -is [System.Collections.IDictionary]) { $names = [string[]]@(foreach ($pair in $held.Value.GetEnumerator()) { [string]$pair.Key }) }
        [void]$Job['Offered'].Add([ordered]@{ name = [string]$item.Name; parameters = $names })
    }
}

# ---------------------------------------------------------------------------------------------------------- requests

function Stop-Request {
    param([int] $Target)
    $found = $false
    foreach ($job in $script:Jobs.ToArray()) { if ($job['Id'] -eq $Target) { Stop-BridgeJob $job 'cancelled'; $found = $true } }
    foreach ($session in @($script:Sessions.Values)) {
        foreach ($job in $session['Queue'].ToArray()) {
            if ($job['Id'] -ne $Target) { continue }
            $session['Queue'].Remove($job)
            Send-NotStarted $job 'cancelled' 'cancelled before it started'
            $found = $true
        }
        if ($session['Phase'] -eq 'opening' -and $session['ConnectId'] -eq $Target) {
            Send-Fault $Target 'cancelled' 'cancelled before the session was open'
            Remove-Session $session 'cancelled' 'the session never opened'
            $found = $true
        }
    }
    $found
}

function Stop-Session {
    param([string] $Name)
    $session = $script:Sessions["s:$Name"]
    if ($null -eq $session) { return $false }
    if ($session['Phase'] -eq 'opening') { Send-Fault $session['ConnectId'] 'cancelled' 'the session was closed' }
    $job = $session['Job']
    if ($null -ne $job) {
        # Not waited for: the session goes, and the command with it.
        $script:Jobs.Remove($job)
        $job['State'] = 'given-up'
        Send-Answer $job ([ordered]@{ code = 'cancelled'; outcome = (Get-Outcome $job); message = 'the session was closed' })
    }
    Remove-Session $session 'cancelled' 'the session was closed'
    $true
}

function Get-SessionList {
    $list = [System.Collections.ArrayList]::new()
    foreach ($session in @($script:Sessions.Values)) {
        $phase = if ($session['Phase'] -eq 'open') { 'open' } else { 'opening' }
        [void]$list.Add([ordered]@{ session = $session['Name']; kind = $session['Kind']; state = $phase; busy = ($null -ne $session['Job']); queued = $session['Queue'].Count })
    }
    , $list
}

function Invoke-Request {
    param([string] $Line)
    $id = $null
    try {
        if ($Line.Length -gt $script:MostCharacters) { throw 'the request is too long' }
        Read-Json $Line
        $request = $script:Value
        $script:Value = $null
        if ($request['id'] -is [int] -and $request['id'] -gt 0) { $id = $request['id'] } else { throw 'a request needs an id' }
        $op = $request['op']
        if ($op -isnot [string] -or -not $script:Fields.ContainsKey($op)) { throw 'unknown operation' }
        Assert-Fields $request
        if ($op -ceq 'connect') { Start-Connect $request }
        elseif ($op -ceq 'invoke') { Start-Invoke $request }
        elseif ($op -ceq 'probe') { Start-Probe $request }
        elseif ($op -ceq 'cancel') { Send-Message ([ordered]@{ t = 'answer'; id = $id; ok = $true; found = (Stop-Request (Get-Number $request 'target' 1 2147483647 0)) }) }
        elseif ($op -ceq 'disconnect') { Send-Message ([ordered]@{ t = 'answer'; id = $id; ok = $true; found = (Stop-Session (Get-SessionName $request)) }) }
        elseif ($op -ceq 'ping') { Send-Message ([ordered]@{ t = 'answer'; id = $id; ok = $true; sessions = (Get-SessionList) }) }
        else { throw 'unknown operation' }
    }
    # The message is one of ours or of a type conversion; no value of a secret can be in it, for secrets are made from any text.
    catch { Send-Fault $id 'bad-request' $_.Exception.Message $null }
}

# ------------------------------------------------------------------------------------------------------------- loop

function Update-Session {
    param($Session, [datetime] $Now)
    $info = $Session['Runspace'].RunspaceStateInfo
    $state = $info.State.ToString()
    $ended = $state -eq 'Broken' -or $state -eq 'Closed'
    if ($Session['Phase'] -eq 'opening') {
        if ($state -eq 'Opened') { Complete-Opening $Session }
        elseif ($ended) {
            Send-Fault $Session['ConnectId'] 'connect-failed' 'the session could not be opened' $info.Reason
            Remove-Session $Session 'connect-failed' 'the session never opened'
        }
        elseif ($Now -ge $Session['Deadline']) {
            Send-Fault $Session['ConnectId'] 'timeout' 'the session did not open in time'
            Remove-Session $Session 'timeout' 'the session never opened'
        }
    }
    elseif ($ended -and $null -eq $Session['Job']) {
        $m = [ordered]@{ t = 'session'; session = $Session['Name']; state = 'lost'; error = $null }
        if ($info.Reason) { $m['error'] = ConvertTo-BridgeError $info.Reason }
        Send-Message $m
        Remove-Session $Session 'lost' 'the session was lost'
    }
}

function Update-Job {
    param($Job, [datetime] $Now)
    $completed = $Job['Async'].IsCompleted
    $sent = Send-Records $Job
    if ($completed -and $sent) { Complete-BridgeJob $Job }
    elseif ($Job['State'] -eq 'running' -and $Now -ge $Job['Deadline'] -and -not $completed) { Stop-BridgeJob $Job 'timeout' }
    elseif ($Job['State'] -eq 'stopping' -and $Now -ge $Job['StopDeadline'] -and -not $completed) {
        $script:Jobs.Remove($Job)
        $fault = [ordered]@{ code = $Job['Reason']; outcome = (Get-Outcome $Job); gaveUp = $true; message = 'the command did not stop; the session is given up' }
        if ($Job['Purpose'] -eq 'connect') { $fault.Remove('outcome') }
        Send-Answer $Job $fault
        Remove-Session $Job['Session'] 'lost' 'the session was given up'
    }
}

function Update-Bridge {
    $now = [datetime]::UtcNow
    foreach ($session in @($script:Sessions.Values)) { Update-Session $session $now }
    foreach ($job in $script:Jobs.ToArray()) { Update-Job $job $now }
    foreach ($runspace in $script:Closing.ToArray()) {
        $state = $runspace.RunspaceStateInfo.State.ToString()
        if ($state -eq 'Closed' -or $state -eq 'Broken') {
            $script:Closing.Remove($runspace)
            try { $runspace.Dispose() } catch { [void]$_ }
        }
    }
}

$script:HostType = $null
$script:HostState = Get-PolicyHostState
$rows = [string[]]@(foreach ($pair in $script:Table.GetEnumerator()) { $pair.Key })
[System.Array]::Sort($rows)
Send-Message ([ordered]@{
        t = 'hello'; protocol = $script:Protocol; powershell = $PSVersionTable.PSVersion.ToString(); edition = [string]$PSVersionTable.PSEdition
        pid = [System.Diagnostics.Process]::GetCurrentProcess().Id; culture = [System.Globalization.CultureInfo]::CurrentCulture.Name
        host = $script:HostState; cmdlets = $rows
    })

$reading = $script:In.ReadLineAsync()
while (-not $script:Gone) {
    $active = $script:Jobs.Count + $script:Closing.Count
    foreach ($session in @($script:Sessions.Values)) { if ($session['Phase'] -ne 'open') { $active++ } }
    # A session that never answers never reaches Closed, so what is closing is only looked at now and then.
    $pause = if ($active -gt $script:Closing.Count) { 15 } else { 250 }
    try { $arrived = $reading.Wait($pause) } catch { break }
    if ($arrived) {
        # The app ended its input, or itself.
        if ($null -eq $reading.Result) { break }
        if ($reading.Result.Length) { Invoke-Request $reading.Result }
        $reading = $script:In.ReadLineAsync()
    }
    try { Update-Bridge } catch { Send-Fault $null 'internal' $_.Exception.Message $_ }
}

# Exchange counts a session that is left open against the user until it idles out.
foreach ($session in @($script:Sessions.Values)) { [void](Stop-Session $session['Name']) }
$until = [datetime]::UtcNow.AddSeconds(5)
while ($script:Closing.Count -and [datetime]::UtcNow -lt $until) {
    Update-Bridge
    [System.Threading.Thread]::Sleep(25)
}
[System.Environment]::Exit(0)

<#
.SYNOPSIS
Writes one file with everything Rootcause needs to diagnose TLS certificate problems of Exchange transport.

.DESCRIPTION
Run it in the Exchange Management Shell (Windows PowerShell 5.1) of an Exchange server, as an administrator of that server.
It only reads. It asks nothing, changes nothing, installs nothing and sends nothing anywhere: it writes one new file, which
you can read in any editor before you pass it on, and open in Rootcause.

The file holds, or says why it could not be read:
- Exchange: servers, send and receive connectors, Auth configuration, hybrid configuration, federation trusts, Edge
  subscriptions, and for each server its certificates, transport service, POP and IMAP certificate names, queues, and the
  diagnostic level of SmtpSend;
- Windows: the public parts of the certificates in LocalMachine\My, \CA and \Root, whether NETWORK SERVICE may read each
  private key (the keys themselves are never read), HTTPS bindings of IIS, DisableRootAutoUpdate, the transport events about
  TLS of the last days, and the newest part of the SmtpSend protocol logs.

Servers other than this one are read through the same Exchange shell; the Windows part of them through PowerShell
remoting, where it is allowed. Edge servers take no remote questions: run the script there as well.

.PARAMETER Server
Names of the servers to read. Without it: every server that Get-ExchangeServer lists, or this one.

.PARAMETER Days
How many days of events to read, 1 to 90.

.PARAMETER OutFile
The file to write. It must not exist yet. Without it: a dated name ending in .rootcause.json in the current folder.

.PARAMETER Redact
Replaces server and domain names, the organisation's name, connector names of your own, mail addresses, IP addresses,
thumbprints by tokens. The same value has the same token throughout the file. Certificates of your own are then written
without their bytes and serial numbers, which makes the diagnosis less certain. Names of other organisations in protocol
logs, and names that this organisation uses nowhere in its Exchange configuration, are not recognised and stay.

.EXAMPLE
.\Export-Rootcause.ps1

.EXAMPLE
.\Export-Rootcause.ps1 -Server EX01, EX02 -Days 3 -OutFile C:\Temp\case.rootcause.json -Redact
#>
[CmdletBinding()]
param(
    [string[]] $Server,
    [ValidateRange(1, 90)] [int] $Days = 7,
    [string] $OutFile,
    [switch] $Redact
)

$bundleVersion = 1
$scriptVersion = '1.0.0'

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw 'This shell runs in a restricted language mode, in which the script cannot read certificate stores. Start it in an unrestricted Exchange Management Shell.'
}

# ---------------------------------------------------------------------------------------------- values and readings

# A moment as ISO 8601 in UTC with seven digits.
function ConvertTo-UtcText {
    param([datetime] $Time)
    $Time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ', [System.Globalization.CultureInfo]::InvariantCulture)
}

# What JSON can hold: null, truth, number, text, or a list of texts. Bytes become base64, enumerations their names.
function ConvertTo-PlainValue {
    param($Value, [string] $Name)
    if ($null -eq $Value) { return $null }
    if ($Value -is [string] -or $Value -is [bool] -or $Value -is [int] -or $Value -is [long]) {
        # An enumeration that came over remoting is a number that prints its name.
        if ($Value -is [int] -and $Value.PSObject.TypeNames[0] -like 'Deserialized.*') { return $Value.ToString() }
        return $Value
    }
    if ($Value -is [datetime]) {
        if ($Name -like '*UTC' -and $Value.Kind -eq 'Unspecified') { $Value = [datetime]::SpecifyKind($Value, 'Utc') }
        return ConvertTo-UtcText $Value
    }
    if ($Value -is [byte[]]) { return [System.Convert]::ToBase64String($Value) }
    if ($Value -is [System.Collections.IEnumerable]) {
        $texts = @(foreach ($item in $Value) { if ($null -ne $item) { $item.ToString() } })
        # The comma keeps a list of one a list.
        return , [string[]] $texts
    }
    return $Value.ToString()
}

# The named properties of an object as a dictionary. A property the object does not have is left out: it is unknown.
function ConvertTo-Record {
    param($Object, [string[]] $Properties)
    $record = [ordered]@{}
    foreach ($name in $Properties) {
        $property = $Object.PSObject.Properties[$name]
        if ($null -ne $property) { $record[$name] = ConvertTo-PlainValue $property.Value $name }
    }
    $record
}

# Why something could not be read, in the words of the bundle.
function ConvertTo-Failure {
    param([System.Management.Automation.ErrorRecord] $ErrorRecord)
    $exception = $ErrorRecord.Exception
    while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
    $code = 'failed'
    if ($ErrorRecord.FullyQualifiedErrorId -like 'CommandNotFoundException*' -or $ErrorRecord.FullyQualifiedErrorId -like 'TypeNotFound*') { $code = 'not-available' }
    if ($exception -is [System.UnauthorizedAccessException] -or $exception -is [System.Security.SecurityException]) { $code = 'access-denied' }
    if ($ErrorRecord.CategoryInfo.Category -eq 'PermissionDenied') { $code = 'access-denied' }
    [ordered]@{ code = $code; message = [string] $exception.Message }
}

# Runs one reading; what it gives are records, and an error is an answer too.
function Read-Answer {
    param([scriptblock] $Read, [string] $What)
    $Host.UI.WriteLine("  $What")
    $at = ConvertTo-UtcText ([datetime]::UtcNow)
    try { return [ordered]@{ at = $at; records = @(& $Read) } }
    catch { return [ordered]@{ at = $at; failure = (ConvertTo-Failure $_) } }
}

# ------------------------------------------------------------------------------------------------------- Exchange

$properties = @{
    server       = 'Name', 'Fqdn', 'ServerRole', 'AdminDisplayVersion', 'Site'
    certificate  = 'Thumbprint', 'Subject', 'Issuer', 'NotBefore', 'NotAfter', 'IsSelfSigned', 'SerialNumber', 'Services', 'ServicesStringForm', 'Status', 'RootCAType', 'CertificateDomains', 'FriendlyName', 'Identity', 'HasPrivateKey', 'PrivateKeyExportable', 'IISServices', 'PublicKeySize', 'RawData'
    send         = 'Name', 'Identity', 'Guid', 'Enabled', 'Fqdn', 'TlsCertificateName', 'RequireTLS', 'TlsAuthLevel', 'TlsDomain', 'CloudServicesMailEnabled', 'IgnoreSTARTTLS', 'FrontendProxyEnabled', 'SmartHosts', 'AddressSpaces', 'SourceTransportServers', 'ProtocolLoggingLevel', 'WhenChangedUTC'
    receive      = 'Name', 'Identity', 'Guid', 'Enabled', 'Server', 'Fqdn', 'TlsCertificateName', 'RequireTLS', 'AuthMechanism', 'TransportRole', 'Bindings', 'TlsDomainCapabilities', 'ProtocolLoggingLevel', 'WhenChangedUTC'
    auth         = 'CurrentCertificateThumbprint', 'PreviousCertificateThumbprint', 'NextCertificateThumbprint', 'NextCertificateEffectiveDate'
    hybrid       = 'TlsCertificateName', 'SendingTransportServers', 'ReceivingTransportServers', 'EdgeTransportServers', 'OnPremisesSmartHost', 'Domains'
    federation   = 'Name', 'OrgPrivCertificate', 'OrgPrevPrivCertificate', 'OrgNextPrivCertificate'
    subscription = 'Name', 'Site'
    transport    = 'Name', 'InternalTransportCertificateThumbprint', 'SendProtocolLogPath', 'MessageExpirationTimeout'
    popImap      = 'Identity', 'X509CertificateName'
    queue        = 'Identity', 'DeliveryType', 'Status', 'MessageCount', 'NextHopDomain', 'NextHopConnector', 'TlsDomain', 'LastError', 'LastRetryTime', 'NextRetryTime'
    logLevel     = 'Identity', 'EventLevel'
}

function Read-Organisation {
    $Host.UI.WriteLine('Organisation')
    [ordered]@{
        exchangeServers     = Read-Answer { foreach ($x in Get-ExchangeServer -ErrorAction Stop) { ConvertTo-Record $x $properties.server } } 'servers'
        sendConnectors      = Read-Answer { foreach ($x in Get-SendConnector -ErrorAction Stop) { ConvertTo-Record $x $properties.send } } 'send connectors'
        receiveConnectors   = Read-Answer { foreach ($x in Get-ReceiveConnector -ErrorAction Stop) { ConvertTo-Record $x $properties.receive } } 'receive connectors'
        authConfig          = Read-Answer { foreach ($x in Get-AuthConfig -ErrorAction Stop) { ConvertTo-Record $x $properties.auth } } 'Auth configuration'
        hybridConfiguration = Read-Answer { foreach ($x in Get-HybridConfiguration -ErrorAction Stop) { ConvertTo-Record $x $properties.hybrid } } 'hybrid configuration'
        federationTrusts    = Read-Answer { foreach ($x in Get-FederationTrust -ErrorAction Stop) { ConvertTo-Record $x $properties.federation } } 'federation trusts'
        edgeSubscriptions   = Read-Answer { foreach ($x in Get-EdgeSubscription -ErrorAction Stop) { ConvertTo-Record $x $properties.subscription } } 'Edge subscriptions'
    }
}

function Read-ExchangeServer {
    param([string] $Name)
    [ordered]@{
        certificates     = Read-Answer { foreach ($x in Get-ExchangeCertificate -Server $Name -ErrorAction Stop) { ConvertTo-Record $x $properties.certificate } } 'certificates'
        transportService = Read-Answer { foreach ($x in Get-TransportService -Identity $Name -ErrorAction Stop) { ConvertTo-Record $x $properties.transport } } 'transport service'
        frontEndService  = Read-Answer { foreach ($x in Get-FrontendTransportService -Identity $Name -ErrorAction Stop) { ConvertTo-Record $x $properties.transport } } 'front end transport service'
        popSettings      = Read-Answer { foreach ($x in Get-PopSettings -Server $Name -ErrorAction Stop) { ConvertTo-Record $x $properties.popImap } } 'POP settings'
        imapSettings     = Read-Answer { foreach ($x in Get-ImapSettings -Server $Name -ErrorAction Stop) { ConvertTo-Record $x $properties.popImap } } 'IMAP settings'
        queues           = Read-Answer { foreach ($x in Get-Queue -Server $Name -ErrorAction Stop) { ConvertTo-Record $x $properties.queue } } 'queues'
        smtpSendLogLevel = Read-Answer { foreach ($x in Get-EventLogLevel -Identity "$($Name.Split('.')[0])\MSExchangeTransport\SmtpSend" -ErrorAction Stop) { ConvertTo-Record $x $properties.logLevel } } 'diagnostic level'
    }
}

# -------------------------------------------------------------------------------------------------------- Windows

# Runs on the server that is read: here, or there through Invoke-Command. It therefore brings its own functions, and gives
# dictionaries, lists, texts, numbers and truth values only.
$readWindows = {
    param([int] $Days, [string[]] $LogFolders)

    $utc = { param([datetime] $Time) $Time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ', [System.Globalization.CultureInfo]::InvariantCulture) }

    $answer = {
        param([scriptblock] $Read)
        $at = & $utc ([datetime]::UtcNow)
        try { return @{ at = $at; records = @(& $Read) } }
        catch {
            $exception = $_.Exception
            while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
            $code = 'failed'
            if ($_.FullyQualifiedErrorId -like 'TypeNotFound*' -or $exception -is [System.PlatformNotSupportedException]) { $code = 'not-available' }
            if ($exception -is [System.UnauthorizedAccessException] -or $exception -is [System.Security.SecurityException]) { $code = 'access-denied' }
            return @{ at = $at; failure = @{ code = $code; message = [string] $exception.Message } }
        }
    }

    # Certificates of a store of the machine, opened for reading only.
    $certificatesOf = {
        param([string] $StoreName)
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new($StoreName, 'LocalMachine')
        try {
            $store.Open('ReadOnly, OpenExistingOnly')
            $store.Certificates
        }
        finally { $store.Close() }
    }

    $publicParts = {
        param([string] $StoreName)
        foreach ($certificate in & $certificatesOf $StoreName) {
            @{ Thumbprint = $certificate.Thumbprint; RawData = [System.Convert]::ToBase64String($certificate.RawData) }
        }
    }

    # The file that holds a private key of the machine; null for smart cards and other providers. Only its name is asked for.
    $keyFile = {
        param($Certificate)
        $name = $null
        $rsa = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($Certificate)
        if ($rsa -is [System.Security.Cryptography.RSACng]) { $name = $rsa.Key.UniqueName }
        elseif ($rsa -is [System.Security.Cryptography.RSACryptoServiceProvider]) { $name = $rsa.CspKeyContainerInfo.UniqueKeyContainerName }
        else {
            $ecdsa = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($Certificate)
            if ($ecdsa -is [System.Security.Cryptography.ECDsaCng]) { $name = $ecdsa.Key.UniqueName }
        }
        if ([string]::IsNullOrEmpty($name)) { return $null }
        $root = [System.IO.Path]::Combine([System.Environment]::GetFolderPath('CommonApplicationData'), 'Microsoft', 'Crypto')
        foreach ($folder in 'RSA\MachineKeys', 'Keys', 'SystemKeys') {
            $path = [System.IO.Path]::Combine($root, $folder, $name)
            if ([System.IO.File]::Exists($path)) { return $path }
        }
    }

    # NETWORK SERVICE itself, or a group it is always in; a denial outranks a permission.
    $networkServiceCanRead = {
        param([string] $Path)
        $identities = 'S-1-5-20', 'S-1-1-0', 'S-1-5-11', 'S-1-5-32-545'
        $read = [int][System.Security.AccessControl.FileSystemRights]::ReadData
        $allowed = $false
        $security = [System.IO.File]::GetAccessControl($Path)
        foreach ($rule in $security.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) {
            if ($identities -notcontains $rule.IdentityReference.Value -or ([int]$rule.FileSystemRights -band $read) -eq 0) { continue }
            if ($rule.AccessControlType -eq 'Deny') { return $false }
            $allowed = $true
        }
        $allowed
    }

    $keyAccess = {
        foreach ($certificate in & $certificatesOf 'My') {
            $record = @{ Thumbprint = $certificate.Thumbprint; HasPrivateKey = $certificate.HasPrivateKey }
            if ($certificate.HasPrivateKey) {
                try {
                    $path = & $keyFile $certificate
                    if ($null -ne $path) { $record.NetworkServiceCanRead = [bool](& $networkServiceCanRead $path) }
                }
                # Unknown stays unknown: the record goes without an answer.
                catch { $record.NotRead = [string] $_.Exception.Message }
            }
            $record
        }
    }

    # Site and port from IIS, the certificate from the binding of http.sys, which the registry mirrors.
    $iisBindings = {
        $path = [System.IO.Path]::Combine([System.Environment]::GetFolderPath('System'), 'inetsrv', 'config', 'applicationHost.config')
        $configuration = [xml][System.IO.File]::ReadAllText($path)
        $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
        try {
            foreach ($site in $configuration.SelectNodes('/configuration/system.applicationHost/sites/site')) {
                foreach ($binding in $site.SelectNodes('bindings/binding')) {
                    if ($binding.GetAttribute('protocol') -ne 'https') { continue }
                    $address, $port, $hostName = $binding.GetAttribute('bindingInformation') -split ':(?=[^\]]*$)', 3
                    if ([string]::IsNullOrEmpty($address) -or $address -eq '*') { $address = '0.0.0.0' }
                    $parameters = 'SYSTEM\CurrentControlSet\Services\HTTP\Parameters'
                    $key = $machine.OpenSubKey("$parameters\SslBindingInfo\${address}:$port")
                    if ($null -eq $key) { $key = $machine.OpenSubKey("$parameters\SslSniBindingInfo\${hostName}:$port") }
                    $hash = $null
                    if ($null -ne $key) {
                        $bytes = $key.GetValue('SslCertHash')
                        if ($null -ne $bytes) { $hash = [System.BitConverter]::ToString($bytes).Replace('-', '') }
                        $key.Close()
                    }
                    @{ Site = $site.GetAttribute('name'); Port = [int]$port; CertificateHash = $hash }
                }
            }
        }
        finally { $machine.Close() }
    }

    # Absent on most servers, and then Windows updates its root certificates by itself.
    $rootAutoUpdate = {
        $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
        try {
            $key = $machine.OpenSubKey('SOFTWARE\Policies\Microsoft\SystemCertificates\AuthRoot')
            $value = $null
            if ($null -ne $key) {
                $value = $key.GetValue('DisableRootAutoUpdate')
                $key.Close()
            }
            @{ DisableRootAutoUpdate = $value }
        }
        finally { $machine.Close() }
    }

    $eventsOf = {
        param([string] $Query, [bool] $NewestFirst, [int] $Most)
        $search = [System.Diagnostics.Eventing.Reader.EventLogQuery]::new('Application', 'LogName', $Query)
        $search.ReverseDirection = $NewestFirst
        $reader = [System.Diagnostics.Eventing.Reader.EventLogReader]::new($search)
        try {
            for ($count = 0; $count -lt $Most; $count++) {
                $record = $reader.ReadEvent()
                if ($null -eq $record) { break }
                @{
                    RecordId = [string]$record.RecordId; ProviderName = $record.ProviderName; Id = $record.Id; Qualifiers = $record.Qualifiers
                    Level = $record.Level; TimeCreated = (& $utc $record.TimeCreated); LogName = $record.LogName; MachineName = $record.MachineName
                    Properties = [string[]]@(foreach ($item in $record.Properties) { if ($item.Value -is [byte[]]) { [System.BitConverter]::ToString($item.Value).Replace('-', '') } else { [string]$item.Value } })
                }
                $record.Dispose()
            }
        }
        finally { $reader.Dispose() }
    }

    # Filtered at the source. Windows refuses a query of more than about 22 conditions, so there are two of them.
    $transportEvents = {
        $since = [datetime]::UtcNow.AddDays(-$Days)
        $most = 5000
        $found = foreach ($ids in (1032, 1036, 2004, 2005, 2015, 2016, 2018, 2022, 11005, 11011, 11016, 11019, 11020, 11022), (12012, 12013, 12014, 12015, 12016, 12017, 12018, 12019, 12020, 12022, 12023, 12024)) {
            $anyId = @(foreach ($id in $ids) { "EventID=$id" }) -join ' or '
            $query = "*[System[Provider[@Name='MSExchangeTransport' or @Name='MSExchangeFrontEndTransport'] and ($anyId) and TimeCreated[@SystemTime>='$(& $utc $since)']]]"
            $events = @(& $eventsOf $query $true $most)
            @{ events = $events; full = ($events.Count -ge $most) }
        }
        $oldest = @(& $eventsOf '*' $false 1)
        @{
            since     = (& $utc $since)
            logBegins = $(if ($oldest.Count -gt 0) { $oldest[0].TimeCreated } else { $null })
            limit     = $(if (@($found | Where-Object { $_.full }).Count -gt 0) { $most } else { $null })
            events    = @(foreach ($part in $found) { $part.events })
        }
    }

    # The newest part of the newest logs: the head of each file and, when it is long, its end from a full line on.
    $sendLogs = {
        $mostFiles = 4
        $mostBytes = 1MB
        $folders = @(foreach ($folder in $LogFolders) { if ([System.IO.Directory]::Exists($folder)) { $folder } })
        if ($folders.Count -eq 0) { throw "No folder of the SmtpSend protocol log is known or there: $($LogFolders -join ', ')" }
        foreach ($folder in $folders) {
            $sorted = [string[]]@(foreach ($path in [System.IO.Directory]::GetFiles($folder, '*.log')) { '{0:d20}|{1}' -f [System.IO.File]::GetLastWriteTimeUtc($path).Ticks, $path })
            [System.Array]::Sort($sorted)
            [System.Array]::Reverse($sorted)
            for ($index = 0; $index -lt $sorted.Length -and $index -lt $mostFiles; $index++) {
                $path = $sorted[$index].Split('|')[1]
                # Exchange keeps the log of the hour open for writing.
                $stream = [System.IO.FileStream]::new($path, 'Open', 'Read', 'ReadWrite, Delete')
                $reader = [System.IO.StreamReader]::new($stream)
                try {
                    $head = [System.Text.StringBuilder]::new()
                    $line = $reader.ReadLine()
                    while ($null -ne $line -and $line.StartsWith('#')) {
                        [void]$head.AppendLine($line)
                        $line = $reader.ReadLine()
                    }
                    $cut = $stream.Length -gt $mostBytes
                    if ($cut) {
                        [void]$stream.Seek(-$mostBytes, 'End')
                        $reader.DiscardBufferedData()
                        [void]$reader.ReadLine()
                    }
                    elseif ($null -ne $line) { [void]$head.AppendLine($line) }
                    @{ Path = $path; Cut = $cut; Text = $head.ToString() + $reader.ReadToEnd() }
                }
                finally { $reader.Dispose() }
            }
        }
    }

    @{
        personalStore    = & $answer { & $publicParts 'My' }
        intermediates    = & $answer { & $publicParts 'CA' }
        roots            = & $answer { & $publicParts 'Root' }
        privateKeyAccess = & $answer $keyAccess
        iisBindings      = & $answer $iisBindings
        rootAutoUpdate   = & $answer $rootAutoUpdate
        events           = & $answer $transportEvents
        sendLogs         = & $answer $sendLogs
    }
}

function Read-Windows {
    param([string] $Name, [string] $Fqdn, [string[]] $LogFolders)
    $Host.UI.WriteLine('  Windows: certificate stores, keys, IIS, events, protocol logs')
    $parts = 'personalStore', 'intermediates', 'roots', 'privateKeyAccess', 'iisBindings', 'rootAutoUpdate', 'events', 'sendLogs'
    $at = ConvertTo-UtcText ([datetime]::UtcNow)
    try {
        if ($Name -eq [System.Environment]::MachineName) { return & $readWindows $Days $LogFolders }
        $option = [System.Management.Automation.Remoting.PSSessionOption]::new()
        $option.OpenTimeout = [timespan]::FromSeconds(30)
        $option.OperationTimeout = [timespan]::FromMinutes(10)
        return Invoke-Command -ComputerName $Fqdn -SessionOption $option -ScriptBlock $readWindows -ArgumentList $Days, $LogFolders -ErrorAction Stop
    }
    catch {
        $failure = ConvertTo-Failure $_
        $answers = [ordered]@{}
        foreach ($part in $parts) { $answers[$part] = [ordered]@{ at = $at; failure = $failure } }
        return $answers
    }
}

# ------------------------------------------------------------------------------------------------------ redaction

$tokens = @{}
$counters = @{}
$wordTokens = @{}
$words = @()

# The token of a value: the same for the same value, whatever its case.
function Get-Token {
    param([string] $Value, [string] $Kind, [string] $Format)
    $key = "$Kind|$($Value.ToLowerInvariant())"
    if (-not $tokens.ContainsKey($key)) {
        $number = 1 + [int]$counters[$Kind]
        $counters[$Kind] = $number
        $tokens[$key] = $Format -f $number, ($number -shr 8), ($number -band 255)
    }
    $tokens[$key]
}

# Names to look for in every text.
function Add-Word {
    param([string] $Word, [string] $Kind, [string] $Format)
    $key = $Word.Trim().ToLowerInvariant()
    $shortest = if ($Kind -eq 'host') { 2 } else { 3 }
    if ($key.Length -ge $shortest -and -not $wordTokens.ContainsKey($key)) { $wordTokens[$key] = Get-Token $key $Kind $Format }
}

# Hosts and domains keep their form, so that what matched a certificate before still does.
function Add-Domain {
    param([string] $Name)
    $name = $Name.Trim().TrimStart('*').Trim('.').ToLowerInvariant()
    if ($name.Length -lt 3 -or $name -notmatch '^[a-z0-9_.-]+$') { return }
    # The names of Microsoft's services stay; what the tenant chose in front of them goes.
    if ($name -match '^(?<own>[a-z0-9-]+)\.(mail\.)?(onmicrosoft\.com|protection\.outlook\.com|mail\.protection\.outlook\.com)$') {
        Add-Word $Matches['own'] 'tenant' 'tenant{0}'
        return
    }
    if ($name -match '(^|\.)(outlook|office365|microsoft|onmicrosoft)\.com$') { return }
    $labels = $name.Split('.')
    if ($labels.Length -lt 2) { Add-Word $name 'host' 'HOST{0}'; return }
    $domain = "$($labels[$labels.Length - 2]).$($labels[$labels.Length - 1])"
    Add-Word $domain 'domain' 'domain{0}.example'
    Add-Word $labels[$labels.Length - 2] 'organisation' 'org{0}'
    for ($index = 0; $index -lt $labels.Length - 2; $index++) {
        if ('mail', 'smtp', 'autodiscover', 'owa', 'webmail', 'www', 'mx', 'hybrid' -notcontains $labels[$index]) { Add-Word $labels[$index] 'host' 'HOST{0}' }
    }
}

function Add-SubjectWords {
    param([string] $Subject)
    foreach ($match in [regex]::Matches($Subject, '(?:^|, )(?:O|OU|L|S|STREET)=(?:"(?<quoted>[^"]+)"|(?<plain>[^,]+))')) {
        Add-Word ($match.Groups['quoted'].Value + $match.Groups['plain'].Value) 'name' 'Name{0}'
    }
    foreach ($match in [regex]::Matches($Subject, '(?:^|, )CN=(?<name>[^,]+)')) {
        if ($match.Groups['name'].Value -match '\.|^\S+$') { Add-Domain $match.Groups['name'].Value }
    }
}

# Collects the names of this organisation from what was read.
function Find-Words {
    param($Bundle)
    Add-Word $Bundle.machine 'host' 'HOST{0}'
    foreach ($record in $Bundle.organisation.exchangeServers.records) { Add-Domain $record.Fqdn; Add-Word $record.Name 'host' 'HOST{0}' }
    foreach ($entry in $Bundle.servers) {
        Add-Domain ([string]$entry.fqdn)
        Add-Word $entry.name 'host' 'HOST{0}'
        foreach ($record in $entry.certificates.records) {
            foreach ($domain in $record.CertificateDomains) { Add-Domain $domain }
            Add-SubjectWords ([string]$record.Subject)
        }
    }
    foreach ($record in $Bundle.organisation.hybridConfiguration.records) { foreach ($domain in $record.Domains) { Add-Domain $domain } }
    foreach ($record in @($Bundle.organisation.sendConnectors.records) + @($Bundle.organisation.receiveConnectors.records)) {
        if ($null -eq $record) { continue }
        Add-Domain ([string]$record.Fqdn)
        foreach ($smartHost in $record.SmartHosts) { Add-Domain $smartHost }
        if ($record.Name -notmatch '^(Outbound to Office 365|Inbound from Office 365|Default |Client |Outbound Proxy )') { Add-Word $record.Name 'connector' 'Connector{0}' }
    }
    try { foreach ($domain in Get-AcceptedDomain -ErrorAction Stop) { Add-Domain ([string]$domain.DomainName) } }
    catch { $Host.UI.WriteLine('  accepted domains could not be read; names that appear nowhere else stay in the file') }
}

# Longest first, so that contoso.com goes before contoso.
function Get-SortedWords {
    $sorted = [string[]]@(foreach ($word in $wordTokens.Keys) { '{0:d5}|{1}' -f (99999 - $word.Length), $word })
    [System.Array]::Sort($sorted)
    foreach ($word in $sorted) { $word.Split('|')[1] }
}

$hexWord = '(?<![0-9A-Za-z])[0-9A-Fa-f]{40}(?![0-9A-Za-z])'
$serialNumber = '(?<![0-9A-Za-z])[0-9A-Fa-f]{18,64}(?![0-9A-Za-z])|(?<=,)[0-9A-Fa-f]{2,64}(?=,Certificate serial number)'
$mailAddress = '[A-Za-z0-9!#$%&''*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}'
$ipAddress = '(?<![0-9.]|Version: )(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![0-9.])'
$ip6Address = '(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z:.])'

function Hide-Text {
    param([string] $Text)
    $Text = [regex]::Replace($Text, $mailAddress, [System.Text.RegularExpressions.MatchEvaluator] { param($m) Get-Token $m.Value 'address' 'user{0}@redacted.example' })
    $Text = [regex]::Replace($Text, $ipAddress, [System.Text.RegularExpressions.MatchEvaluator] { param($m) if ($m.Value -eq '0.0.0.0' -or $m.Value -eq '127.0.0.1') { $m.Value } else { Get-Token $m.Value 'ip' '198.18.{1}.{2}' } })
    $Text = [regex]::Replace($Text, $ip6Address, [System.Text.RegularExpressions.MatchEvaluator] { param($m) $parsed = $null; if ([System.Net.IPAddress]::TryParse($m.Value, [ref]$parsed) -and $m.Value.Length -gt 3) { Get-Token $m.Value 'ip6' '2001:db8::{0:x}' } else { $m.Value } })
    $Text = [regex]::Replace($Text, $hexWord, [System.Text.RegularExpressions.MatchEvaluator] { param($m) Get-Token $m.Value 'thumbprint' 'EDAC7ED0{0:X32}' })
    $Text = [regex]::Replace($Text, $serialNumber, [System.Text.RegularExpressions.MatchEvaluator] { param($m) if ($m.Value.StartsWith('EDAC7ED0')) { $m.Value } else { Get-Token $m.Value 'serial' '00{0:X16}' } })
    foreach ($word in $words) {
        if ($Text.IndexOf($word, [System.StringComparison]::OrdinalIgnoreCase) -lt 0) { continue }
        $Text = [regex]::Replace($Text, "(?<![A-Za-z0-9])$([regex]::Escape($word))(?![A-Za-z0-9])", $wordTokens[$word], 'IgnoreCase')
    }
    $Text
}

# Without the bytes of the organisation's own certificates; those of public authorities say nothing about it.
function Hide-Certificates {
    param($Bundle)
    foreach ($entry in $Bundle.servers) {
        foreach ($part in 'certificates', 'personalStore') {
            if ($null -eq $entry[$part].records) { continue }
            $entry[$part].records = @(foreach ($record in $entry[$part].records) {
                    $kept = [ordered]@{}
                    foreach ($pair in $record.GetEnumerator()) { if ('RawData', 'SerialNumber' -notcontains $pair.Key) { $kept[$pair.Key] = $pair.Value } }
                    $kept
                })
        }
        foreach ($part in 'intermediates', 'roots') {
            if ($null -eq $entry[$part].records) { continue }
            $entry[$part].records = @(foreach ($record in $entry[$part].records) {
                    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new([System.Convert]::FromBase64String($record.RawData))
                    $names = "$($certificate.Subject) $($certificate.Issuer)"
                    if ((Hide-Text $names) -ceq $names) { $record }
                })
        }
    }
}

# --------------------------------------------------------------------------------------------------------- output

# Our own writer: ConvertTo-Json of Windows PowerShell 5.1 cuts at a depth without a word and wraps some lists.
function Write-Json {
    param([System.IO.TextWriter] $Writer, $Value, [string] $Key)
    if ($null -eq $Value) { $Writer.Write('null') }
    elseif ($Value -is [string]) {
        if ($Redact -and $Key -ne 'RawData' -and $Key -ne 'AdminDisplayVersion' -and $Key -ne 'at' -and $Key -ne 'format') { $Value = Hide-Text $Value }
        Write-JsonText $Writer $Value
    }
    elseif ($Value -is [bool]) { $Writer.Write($(if ($Value) { 'true' } else { 'false' })) }
    elseif ($Value -is [System.Collections.IDictionary]) {
        $Writer.Write('{')
        $first = $true
        foreach ($entry in $Value.GetEnumerator()) {
            if (-not $first) { $Writer.Write(',') }
            $first = $false
            Write-JsonText $Writer ([string]$entry.Key)
            $Writer.Write(':')
            Write-Json $Writer $entry.Value ([string]$entry.Key)
        }
        $Writer.Write('}')
    }
    elseif ($Value -is [System.Collections.IEnumerable]) {
        $Writer.Write('[')
        $first = $true
        foreach ($item in $Value) {
            if (-not $first) { $Writer.Write(',') }
            $first = $false
            Write-Json $Writer $item $Key
        }
        $Writer.Write(']')
    }
    else { $Writer.Write(([System.IFormattable]$Value).ToString($null, [System.Globalization.CultureInfo]::InvariantCulture)) }
}

function Write-JsonText {
    param([System.IO.TextWriter] $Writer, [string] $Text)
    if ([regex]::IsMatch($Text, '[\x00-\x1f"\\]')) {
        $Text = $Text.Replace('\', '\\').Replace('"', '\"').Replace("`r", '\r').Replace("`n", '\n').Replace("`t", '\t')
        foreach ($code in 0..31) {
            $control = [string][char]$code
            if ($Text.Contains($control)) { $Text = $Text.Replace($control, ('\u{0:x4}' -f $code)) }
        }
    }
    $Writer.Write('"')
    $Writer.Write($Text)
    $Writer.Write('"')
}

# ----------------------------------------------------------------------------------------------------------- main

$here = $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.Path
if ([string]::IsNullOrEmpty($OutFile)) { $OutFile = "rootcause-$([datetime]::Now.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)).rootcause.json" }
$path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($here, $OutFile))
if ([System.IO.File]::Exists($path)) { throw "The file $path exists already. Name another one with -OutFile." }

$organisation = Read-Organisation
$listed = @($organisation.exchangeServers.records)
if (-not $Server) { $Server = @(foreach ($record in $listed) { if ($null -ne $record) { $record.Name } }) }
if (-not $Server) { $Server = @([System.Environment]::MachineName) }

$servers = foreach ($name in $Server) {
    $short = $name.Split('.')[0].ToUpperInvariant()
    $fqdn = if ($name.Contains('.')) { $name } else { $null }
    foreach ($record in $listed) { if ($null -ne $record -and $record.Name -eq $short -and $record.Fqdn) { $fqdn = [string]$record.Fqdn } }
    $Host.UI.WriteLine($short)
    $entry = [ordered]@{ name = $short; fqdn = $fqdn }
    $target = if ($null -ne $fqdn) { $fqdn } else { $short }
    $exchange = Read-ExchangeServer $target
    foreach ($part in $exchange.GetEnumerator()) { $entry[$part.Key] = $part.Value }
    $folders = @(foreach ($service in 'transportService', 'frontEndService') { foreach ($record in $exchange[$service].records) { if ($null -ne $record -and $record.SendProtocolLogPath) { [string]$record.SendProtocolLogPath } } })
    $windows = Read-Windows $short $target $folders
    foreach ($part in $windows.GetEnumerator()) { $entry[$part.Key] = $part.Value }
    $entry
}

$bundle = [ordered]@{
    format        = 'rootcause-bundle'
    version       = $bundleVersion
    scriptVersion = $scriptVersion
    at            = ConvertTo-UtcText ([datetime]::UtcNow)
    machine       = [System.Environment]::MachineName
    days          = $Days
    redacted      = [bool]$Redact
    organisation  = $organisation
    servers       = @($servers)
}
if ($Redact) {
    Find-Words $bundle
    $words = @(Get-SortedWords)
    Hide-Certificates $bundle
}

$stream = [System.IO.FileStream]::new($path, 'CreateNew', 'Write')
$writer = [System.IO.StreamWriter]::new($stream, [System.Text.UTF8Encoding]::new($false))
try {
    Write-Json $writer $bundle ''
    $writer.WriteLine()
}
finally { $writer.Dispose() }

$Host.UI.WriteLine('')
$Host.UI.WriteLine("Written: $path")
$Host.UI.WriteLine('Read it before you pass it on. It holds no private keys and no passwords.')
$path

# The cmdlets of the lab's Exchange endpoint: real parameter sets, questions and errors of the engine; what they answer comes
# from the practice organisation. A name with "-Lab" is a helper that the caller cannot see.

function New-LabError {
    param($Message)
    $exception = [System.InvalidOperationException]::new([string]$Message.message)
    [System.Management.Automation.ErrorRecord]::new($exception, [string]$Message.errorId, 'InvalidOperation', $null)
}

# Asks the caller and ends the cmdlet with the engine's own error when nobody can answer. The catch matters: an exception in
# the condition of an if would end that statement only, and the function would go on.
function Read-LabConsent {
    param([System.Management.Automation.PSCmdlet] $Caller, [scriptblock] $Question)
    try { return (& $Question) }
    catch {
        $record = $_
        $exception = $_.Exception
        while ($exception.InnerException) { $exception = $exception.InnerException }
        if ($exception.ErrorRecord) { $record = $exception.ErrorRecord }
        $Caller.ThrowTerminatingError($record)
    }
}

function Invoke-LabCmdlet {
    param([System.Management.Automation.PSCmdlet] $Caller, [System.Collections.IDictionary] $Bound, [string] $Action, [string] $Target, [switch] $Force)
    if ($Action -and -not (Read-LabConsent $Caller { $Caller.ShouldProcess($Target, $Action) })) { return }
    $said = @()
    while ($true) {
        $ask = $null
        foreach ($message in Invoke-LabServer $Caller.MyInvocation.MyCommand.Name -Bound $Bound -Said $said) {
            if ($message.kind -eq 'record') { $message.value }
            elseif ($message.kind -eq 'warning') { $Caller.WriteWarning([string]$message.message) }
            elseif ($message.kind -eq 'failure') { $Caller.WriteError((New-LabError $message)) }
            elseif ($message.kind -eq 'fault') { $Caller.ThrowTerminatingError((New-LabError $message)) }
            elseif ($message.kind -eq 'question') { $ask = $message }
            elseif ($message.kind -eq 'sleep') {
                $until = [datetime]::UtcNow.AddMilliseconds($message.ms)
                # Short naps, so that a stop gets through.
                while ([datetime]::UtcNow -lt $until) { [System.Threading.Thread]::Sleep(20) }
            }
        }
        if (-not $ask) { return }
        # A question of the cmdlet's own: -Confirm:$false does not answer it, only -Force does. "No" is an answer, too.
        $yes = $Force -or (Read-LabConsent $Caller { $Caller.ShouldContinue([string]$ask.query, [string]$ask.caption) })
        $said += "$($ask.key):$(if ($yes) { 'yes' } else { 'no' })"
    }
}

# Whether Exchange's session has an open Select-Object or the stock restricted one, which takes only the names that
# Import-PSSession needs, has to be seen on a real server. Both are played here.
function Select-Object {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, ValueFromPipeline = $true)] $InputObject, [string[]] $Property)
    begin {
        $stock = 'ModuleName', 'Namespace', 'OutputType', 'Count', 'HelpUri', 'Name', 'CommandType', 'ResolvedCommandName', 'DefaultParameterSet', 'CmdletBinding', 'Parameters'
        foreach ($name in $Property) {
            if ($env:LAB_SELECT -eq 'restricted' -and $stock -notcontains $name) {
                $exception = [System.ArgumentException]::new("Cannot validate argument on parameter 'Property'. The argument `"$name`" does not belong to the set specified by the ValidateSet attribute.")
                $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'ParameterArgumentValidationError', 'InvalidData', $null))
            }
        }
    }
    process {
        $selected = [pscustomobject]@{}
        foreach ($name in $Property) { $selected.PSObject.Properties.Add([System.Management.Automation.PSNoteProperty]::new($name, $InputObject.$name)) }
        $selected.PSObject.TypeNames.Insert(0, "Selected.$($InputObject.PSObject.TypeNames[0])")
        $selected
    }
}

function Get-ExchangeServer {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-ExchangeCertificate {
    [CmdletBinding(DefaultParameterSetName = 'Thumbprint')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Thumbprint')] [string] $Thumbprint,
        [Parameter(Position = 0, ParameterSetName = 'Identity')] [string] $Identity,
        [Parameter(ParameterSetName = 'Thumbprint')] [string] $Server
    )
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-SendConnector {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-ReceiveConnector {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity, [string] $Server)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-AuthConfig {
    [CmdletBinding()]
    param()
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-HybridConfiguration {
    [CmdletBinding()]
    param()
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-FederationTrust {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-EdgeSubscription {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-TransportService {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-PopSettings {
    [CmdletBinding()]
    param([string] $Server)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-ImapSettings {
    [CmdletBinding()]
    param([string] $Server)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-Queue {
    [CmdletBinding()]
    param([string] $Server, [string] $Filter, [string] $ResultSize)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Get-EventLogLevel {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Identity)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters }
}

function Enable-ExchangeCertificate {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $Thumbprint,
        [Parameter(Mandatory = $true)] [string[]] $Services,
        [string] $Server,
        [System.Security.SecureString] $Password,
        [switch] $Force
    )
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters -Action 'Enable Exchange certificate' -Target $Thumbprint -Force:$Force }
}

function Remove-ExchangeCertificate {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $Thumbprint, [string] $Server)
    process { Invoke-LabCmdlet $PSCmdlet $PSBoundParameters -Action 'Remove Exchange certificate' -Target $Thumbprint }
}

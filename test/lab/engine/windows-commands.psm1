# Commands of Windows that the engine's assembly does not bring along, in the form in which the bridge's scripts call them.

# Filters and orders as the practice organisation does; "nothing found" is an error here as there.
function Get-WinEvent {
    [CmdletBinding()]
    param(
        [hashtable] $FilterHashtable,
        [long] $MaxEvents,
        [string] $ComputerName,
        [System.Management.Automation.PSCredential] $Credential,
        [switch] $Oldest
    )
    $bound = @{ LogName = [string]$FilterHashtable['LogName']; MaxEvents = $MaxEvents; ComputerName = $ComputerName }
    if (-not $ComputerName) { $bound['ComputerName'] = $env:LAB_HOST }
    if ($FilterHashtable.ContainsKey('ProviderName')) { $bound['ProviderName'] = [string[]]$FilterHashtable['ProviderName'] }
    if ($FilterHashtable.ContainsKey('Id')) { $bound['Id'] = [int[]]$FilterHashtable['Id'] }
    if ($FilterHashtable.ContainsKey('StartTime')) { $bound['StartTime'] = $FilterHashtable['StartTime'] }
    if ($Oldest) { $bound['Oldest'] = $true }
    foreach ($message in Invoke-LabServer 'Get-WinEvent' -Bound $bound) {
        if ($message.kind -eq 'record') { $message.value }
        elseif ($message.kind -eq 'sleep') { [System.Threading.Thread]::Sleep($message.ms) }
        elseif ($message.kind -eq 'failure') {
            $type = if ($message.code -eq 'access-denied') { [System.UnauthorizedAccessException] } else { [System.Exception] }
            $id = ([string]$message.errorId).Split(',')[0]
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($type::new([string]$message.message), $id, 'ObjectNotFound', $null))
        }
    }
}

# The snap-in of the Exchange Management Shell: afterwards its cmdlets are there, and no remoting has been at their objects.
function Add-PSSnapin {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $Name)
    if ($env:LAB_SNAPIN -ne $Name) {
        $error1 = [System.ArgumentException]::new("No snap-ins have been registered for this version of PowerShell, or $Name is not installed.")
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($error1, 'AddPSSnapInRead', 'InvalidArgument', $Name))
    }
}

function Get-ExchangeCertificate {
    [CmdletBinding()]
    param([string] $Server, [string] $Thumbprint, [string] $Identity)
    foreach ($message in Invoke-LabServer 'Get-ExchangeCertificate' -Bound $PSBoundParameters) {
        if ($message.kind -eq 'record') { $message.value }
    }
}

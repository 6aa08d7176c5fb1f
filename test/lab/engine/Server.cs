// The server half: endpoints on stdio, like the two that an Exchange server offers.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Remoting;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Lab
{
    internal static class Server
    {
        private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic;

        internal static void Run(string endpoint)
        {
            if (endpoint == "windows") Machine.Install();
            Assembly engine = typeof(PSObject).Assembly;
            // The engine looks the endpoint's configuration type up by its initialization parameters, which are "" for a stdio
            // server. Exchange supplies such a type through WinRM's configuration; here it is put straight into that table.
            Type description = engine.GetType("System.Management.Automation.Remoting.ConfigurationDataFromXML", true);
            object data = description.GetMethod("Create", Hidden).Invoke(null, new object[] { string.Empty });
            Type configuration = endpoint == "exchange" ? typeof(ExchangeEndpoint) : typeof(WindowsEndpoint);
            description.GetField("EndPointConfigurationType", Hidden).SetValue(data, configuration);
            var table = (IDictionary)typeof(PSSessionConfiguration).GetField("s_ssnStateProviders", Hidden).GetValue(null);
            table[string.Empty] = data;
            MethodInfo run = engine.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator", true).GetMethod("Run", Hidden);
            run.Invoke(null, new object[] { string.Empty, null, null, null, false });
        }
    }

    /// <summary>No language, and only the commands that the account's roles grant.</summary>
    public sealed class ExchangeEndpoint : PSSessionConfiguration
    {
        private static readonly string[] s_open = { "Get-Command", "Get-Help", "Out-Default", "Exit-PSSession" };

        public override InitialSessionState GetInitialSessionState(PSSenderInfo senderInfo)
        {
            var offered = new HashSet<string>(
                (Environment.GetEnvironmentVariable("LAB_OFFERED") ?? string.Empty).Split(','), StringComparer.OrdinalIgnoreCase);
            InitialSessionState state = InitialSessionState.CreateDefault2();
            state.LanguageMode = PSLanguageMode.NoLanguage;
            foreach (SessionStateCommandEntry command in state.Commands)
                command.Visibility = Array.IndexOf(s_open, command.Name) >= 0 ? SessionStateEntryVisibility.Public : SessionStateEntryVisibility.Private;
            state.Commands.Add(new SessionStateCmdletEntry("Invoke-LabServer", typeof(InvokeLabServerCommand), null) { Visibility = SessionStateEntryVisibility.Private });
            Program.AddFunctions(state, "exchange-commands.psm1", name => name.Contains("-Lab") || name == "Select-Object" || offered.Contains(name));
            return state;
        }
    }

    /// <summary>The default endpoint of WinRM: full language.</summary>
    public sealed class WindowsEndpoint : PSSessionConfiguration
    {
        public override InitialSessionState GetInitialSessionState(PSSenderInfo senderInfo) { return LocalSession.CreateDefault2(); }
    }
}

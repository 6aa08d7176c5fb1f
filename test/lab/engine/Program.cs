// The lab's PowerShell: what `powershell -File bridge.ps1` starts in a test, and what answers at the other end.
//
//   lab-engine -NoLogo -NoProfile -NonInteractive -ExecutionPolicy X -File script.ps1 args...   a console with one script
//   lab-engine -Serve exchange|windows                                                          a PSRP server on stdio
//
// Only the engine's own assembly is there, so every runspace begins with CreateDefault2: CreateDefault wants assemblies of
// commands that are not.
using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Lab
{
    internal static class Program
    {
        private static int Main(string[] args)
        {
            Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
            if (args.Length == 2 && args[0] == "-Serve")
            {
                Server.Run(args[1]);
                return 0;
            }
            for (int at = 0; at < args.Length; at++)
            {
                if (args[at] == "-File") return ScriptConsole.Run(args[at + 1], args[(at + 2)..]);
                if (args[at] == "-ExecutionPolicy") at++;
            }
            Console.Error.WriteLine("lab-engine: no script");
            return 64;
        }

        /// <summary>Adds the functions of a script file. An entry made like this runs in full language inside a session without one.</summary>
        internal static void AddFunctions(InitialSessionState state, string file, Predicate<string> chosen)
        {
            string path = Path.Combine(AppContext.BaseDirectory, file);
            ScriptBlockAst ast = Parser.ParseFile(path, out _, out ParseError[] errors);
            if (errors.Length > 0) throw new InvalidOperationException(path + ": " + errors[0].Message);
            foreach (Ast found in ast.FindAll(x => x is FunctionDefinitionAst, false))
            {
                var function = (FunctionDefinitionAst)found;
                if (!chosen(function.Name)) continue;
                string body = function.Body.Extent.Text;
                var entry = new SessionStateFunctionEntry(function.Name, body.Substring(1, body.Length - 2));
                if (function.Name.Contains("-Lab")) entry.Visibility = SessionStateEntryVisibility.Private;
                state.Commands.Add(entry);
            }
        }

        /// <summary>Makes a type literal of a script mean another type. The engine asks its accelerators before any assembly.</summary>
        internal static void Replace(string name, Type type)
        {
            Type table = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", true);
            table.GetMethod("Add", BindingFlags.Static | BindingFlags.Public).Invoke(null, new object[] { name, type });
        }
    }

    /// <summary>As the real console runs -File: dot-sourced, errors to stderr, no questions.</summary>
    internal static class ScriptConsole
    {
        internal static int Run(string script, string[] args)
        {
            Program.Replace("System.Management.Automation.Runspaces.WSManConnectionInfo", typeof(LabConnection));
            Program.Replace("System.Management.Automation.Runspaces.InitialSessionState", typeof(LocalSession));
            using (Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2()))
            {
                string mode = Environment.GetEnvironmentVariable("LAB_LANGUAGE_MODE");
                runspace.ThreadOptions = PSThreadOptions.ReuseThread;
                runspace.Open();
                Runspace.DefaultRunspace = runspace;
                if (mode != null) runspace.SessionStateProxy.LanguageMode = Enum.Parse<PSLanguageMode>(mode);
                using (Pipeline pipeline = runspace.CreatePipeline())
                {
                    var command = new Command(Path.GetFullPath(script), false, false);
                    foreach (string arg in args)
                    {
                        bool isName = arg.Length > 1 && arg[0] == '-' && !char.IsDigit(arg[1]);
                        command.Parameters.Add(isName ? new CommandParameter(arg) : new CommandParameter(null, arg));
                    }
                    pipeline.Commands.Add(command);
                    try
                    {
                        foreach (PSObject line in pipeline.Invoke()) Console.Out.WriteLine(line);
                        return runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code ? code : 0;
                    }
                    catch (Exception error)
                    {
                        Console.Error.WriteLine(error.Message);
                        return 1;
                    }
                }
            }
        }
    }

    /// <summary>What the bridge's sessions on this computer are made of: the engine's defaults and the lab's Windows commands.</summary>
    public static class LocalSession
    {
        public static InitialSessionState CreateDefault2()
        {
            InitialSessionState state = InitialSessionState.CreateDefault2();
            state.Commands.Add(new SessionStateCmdletEntry("Invoke-LabServer", typeof(InvokeLabServerCommand), null));
            Program.AddFunctions(state, "windows-commands.psm1", name => true);
            return state;
        }
    }
}

// The client half: stands where the bridge asks for WSManConnectionInfo, which works on Windows alone, and carries PSRP over a
// child process. The client engine above it is the one that WinRM has: runspaces, serialisation, host calls, states.
using System;
using System.Collections;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Remoting;
using System.Management.Automation.Remoting.Client;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Text.Json;
using System.Threading;

namespace Lab
{
    public sealed class LabConnection : RunspaceConnectionInfo
    {
        public LabConnection(Uri uri)
        {
            Address = uri;
            ComputerName = uri.Host;
        }

        public Uri Address { get; }
        public string ShellUri { get; set; }
        public bool SkipCACheck { get; set; }
        public bool SkipCNCheck { get; set; }
        public bool SkipRevocationCheck { get; set; }
        public int MaximumConnectionRedirectionCount { get; set; }
        public int? MaximumReceivedObjectSize { get; set; }
        public int? MaximumReceivedDataSizePerCommand { get; set; }
        public override string ComputerName { get; set; }
        public override PSCredential Credential { get; set; }
        public override AuthenticationMechanism AuthenticationMechanism { get; set; }
        public override string CertificateThumbprint { get; set; }
        public override RunspaceConnectionInfo Clone() { return (RunspaceConnectionInfo)MemberwiseClone(); }

        public override BaseClientSessionTransportManager CreateClientSessionTransportManager(Guid instanceId, string sessionName, PSRemotingCryptoHelper cryptoHelper)
        {
            return new LabTransport(this, instanceId, cryptoHelper);
        }
    }

    internal sealed class LabTransport : ClientSessionTransportManagerBase
    {
        private readonly LabConnection _connection;
        private Process _process;
        private volatile bool _closing;
        private int _cutAfter;

        internal LabTransport(LabConnection connection, Guid id, PSRemotingCryptoHelper crypto) : base(id, crypto) { _connection = connection; }

        public override void CreateAsync()
        {
            JsonElement plan = Plan();
            int refusal = plan.GetProperty("refuse").GetInt32();
            if (refusal != 0)
            {
                Fail("Connecting to remote server " + _connection.ComputerName + " failed.", refusal, TransportMethodEnum.CreateShellEx);
                return;
            }
            if (plan.GetProperty("silent").GetBoolean()) return;
            _cutAfter = plan.GetProperty("cutAfter").GetInt32();
            var start = new ProcessStartInfo(Environment.ProcessPath, new[] { "-Serve", plan.GetProperty("endpoint").GetString() })
            { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (JsonProperty variable in plan.GetProperty("environment").EnumerateObject()) start.Environment[variable.Name] = variable.Value.GetString();
            if (start.Environment.TryGetValue("LAB_MACHINE", out string folder)) start.WorkingDirectory = folder;
            _process = Process.Start(start);
            Report();
            _process.ErrorDataReceived += (s, e) => { if (e.Data != null) HandleErrorDataReceived(e.Data); };
            _process.BeginErrorReadLine();
            SetMessageWriter(_process.StandardInput);
            new Thread(Pump) { IsBackground = true, Name = "lab transport" }.Start();
        }

        // What the server that was dialled does is for the test to say.
        private JsonElement Plan()
        {
            PSCredential credential = _connection.Credential;
            var request = new Hashtable
            {
                { "kind", "connect" }, { "host", _connection.ComputerName }, { "address", _connection.Address.ToString() }, { "shell", _connection.ShellUri },
                { "auth", _connection.AuthenticationMechanism.ToString() }, { "user", credential?.UserName }, { "password", credential?.GetNetworkCredential().Password },
                { "skips", new[] { _connection.SkipCACheck, _connection.SkipCNCheck, _connection.SkipRevocationCheck } }, { "idleMs", _connection.IdleTimeout },
                { "redirections", _connection.MaximumConnectionRedirectionCount }, { "culture", _connection.UICulture.Name },
            };
            using (var server = new LabServer())
                foreach (JsonElement answer in server.Ask(request)) return answer;
            throw new InvalidOperationException("the lab's server said nothing");
        }

        private void Report()
        {
            using (var server = new LabServer())
                foreach (JsonElement answer in server.Ask(new Hashtable { { "kind", "started" }, { "host", _connection.ComputerName }, { "pid", _process.Id } })) { }
        }

        private void Pump()
        {
            int seen = 0;
            try
            {
                SendOneItem();
                for (string line = _process.StandardOutput.ReadLine(); line != null; line = _process.StandardOutput.ReadLine())
                {
                    if (_cutAfter > 0 && ++seen > _cutAfter) { _process.Kill(); break; }
                    HandleDataReceived(line);
                }
            }
            catch (ObjectDisposedException) { return; }
            catch (IOException) { }
            // As a failed close: after a failed receive the client would send Close and wait for an answer that nobody gives.
            if (!_closing) Fail("The connection to " + _connection.ComputerName + " was lost.", 995, TransportMethodEnum.CloseShellOperationEx);
        }

        private void Fail(string message, int code, TransportMethodEnum where)
        {
            RaiseErrorHandler(new TransportErrorOccuredEventArgs(new PSRemotingTransportException(message) { ErrorCode = code }, where));
            CleanupConnection();
        }

        protected override void CleanupConnection()
        {
            _closing = true;
            try { if (_process != null && !_process.HasExited) _process.Kill(); }
            catch (InvalidOperationException) { }
        }

        protected override void Dispose(bool isDisposing)
        {
            base.Dispose(isDisposing);
            if (isDisposing) CleanupConnection();
        }
    }
}

// The line to the Node process that holds the practice organisation: JSON lines on a unix socket, one connection for each call.
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Lab
{
    internal sealed class LabServer : IDisposable
    {
        private readonly Socket _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        internal IEnumerable<JsonElement> Ask(Hashtable request)
        {
            _socket.Connect(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable("LAB_SOCKET")));
            using (var stream = new NetworkStream(_socket, false))
            using (var reader = new StreamReader(stream, new UTF8Encoding(false)))
            {
                byte[] bytes = LabJson.Encode(request);
                stream.Write(bytes, 0, bytes.Length);
                for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
                    using (JsonDocument document = JsonDocument.Parse(line)) yield return document.RootElement.Clone();
            }
        }

        public void Dispose() { _socket.Dispose(); }
    }

    [Cmdlet(VerbsLifecycle.Invoke, "LabServer")]
    public sealed class InvokeLabServerCommand : PSCmdlet
    {
        private readonly LabServer _server = new LabServer();
        private volatile bool _stopping;

        [Parameter(Mandatory = true, Position = 0)] public string Name { get; set; }
        [Parameter] public IDictionary Bound { get; set; }
        [Parameter] public string[] Said { get; set; }

        protected override void EndProcessing()
        {
            var request = new Hashtable
            {
                { "kind", "call" }, { "host", Environment.GetEnvironmentVariable("LAB_HOST") }, { "cmdlet", Name },
                { "parameters", Bound ?? new Hashtable() }, { "said", Said ?? new string[0] },
            };
            try
            {
                foreach (JsonElement message in _server.Ask(request)) WriteObject(LabJson.Decode(message));
            }
            catch (Exception) when (_stopping) { }
            finally { _server.Dispose(); }
        }

        protected override void StopProcessing()
        {
            _stopping = true;
            _server.Dispose();
        }
    }
}

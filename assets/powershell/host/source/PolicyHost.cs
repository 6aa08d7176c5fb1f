// A PSHost that answers a server's question by rule, so that "No" can be an answer and not only "fail". Compiled, because a
// question arrives on a transport thread, where a host written in PowerShell could not answer.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Rootcause
{
    public sealed class PolicyHost : PSHost
    {
        private readonly PolicyInterface _interface = new PolicyInterface();
        private readonly Guid _id = Guid.NewGuid();

        /// <summary>Rules for the next call: a question that contains texts[i] gets the choice with the label or key choices[i].</summary>
        public void SetAnswers(string[] texts, string[] choices) { _interface.SetAnswers(texts, choices); }

        /// <summary>What happened since the last call, each entry { kind, choice, text }; kind is answered, refused or text.</summary>
        public string[][] TakeLog() { return _interface.TakeLog(); }

        public override string Name { get { return "Rootcause"; } }
        public override Version Version { get { return new Version(1, 0); } }
        public override Guid InstanceId { get { return _id; } }
        public override PSHostUserInterface UI { get { return _interface; } }
        public override CultureInfo CurrentCulture { get { return CultureInfo.GetCultureInfo("en-US"); } }
        public override CultureInfo CurrentUICulture { get { return CultureInfo.GetCultureInfo("en-US"); } }
        public override void SetShouldExit(int exitCode) { }
        public override void EnterNestedPrompt() { throw new NotSupportedException(); }
        public override void ExitNestedPrompt() { throw new NotSupportedException(); }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
    }

    internal sealed class PolicyInterface : PSHostUserInterface
    {
        private const int MostEntries = 200;
        private readonly object _gate = new object();
        private readonly List<string[]> _log = new List<string[]>();
        private string[] _texts = new string[0];
        private string[] _choices = new string[0];

        internal void SetAnswers(string[] texts, string[] choices)
        {
            lock (_gate)
            {
                _texts = texts ?? new string[0];
                _choices = choices ?? new string[0];
            }
        }

        internal string[][] TakeLog()
        {
            lock (_gate)
            {
                string[][] all = _log.ToArray();
                _log.Clear();
                return all;
            }
        }

        public override PSHostRawUserInterface RawUI { get { return null; } }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            string question = caption + "\n" + message;
            lock (_gate)
            {
                for (int rule = 0; rule < _texts.Length && rule < _choices.Length; rule++)
                {
                    if (question.IndexOf(_texts[rule], StringComparison.OrdinalIgnoreCase) < 0) continue;
                    int choice = Find(choices, _choices[rule]);
                    if (choice < 0) continue;
                    Log("answered", Plain(choices[choice].Label), question);
                    return choice;
                }
            }
            // Travels back to the server and fails the command there. Never the default choice: of the question that matters
            // most, whether to overwrite the default SMTP certificate, it is Yes.
            throw Refuse(question);
        }

        private static int Find(Collection<ChoiceDescription> choices, string wanted)
        {
            for (int index = 0; index < choices.Count; index++)
            {
                string label = choices[index].Label;
                if (string.Equals(wanted, Plain(label), StringComparison.OrdinalIgnoreCase)) return index;
                if (string.Equals(wanted, Key(label), StringComparison.OrdinalIgnoreCase)) return index;
            }
            return -1;
        }

        private static string Plain(string label) { return label.Replace("&", string.Empty); }

        private static string Key(string label)
        {
            int at = label.IndexOf('&');
            return at >= 0 && at + 1 < label.Length ? label.Substring(at + 1, 1) : Plain(label);
        }

        private Exception Refuse(string question)
        {
            Log("refused", string.Empty, question);
            return new InvalidOperationException("No rule answers this question: " + question);
        }

        private void Log(string kind, string choice, string text)
        {
            lock (_gate)
            {
                if (_log.Count < MostEntries) _log.Add(new[] { kind, choice, text });
            }
        }

        // The text of -WhatIf comes this way; warnings and errors have streams of their own.
        private void Text(string text)
        {
            if (!string.IsNullOrEmpty(text)) Log("text", string.Empty, text);
        }

        public override string ReadLine() { throw Refuse("a line of text"); }
        public override SecureString ReadLineAsSecureString() { throw Refuse("a secret"); }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            throw Refuse(caption + "\n" + message);
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        {
            throw Refuse(caption + "\n" + message);
        }

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        {
            throw Refuse(caption + "\n" + message);
        }

        public override void Write(string value) { Text(value); }
        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Text(value); }
        public override void WriteLine(string value) { Text(value); }
        public override void WriteErrorLine(string value) { Text(value); }
        public override void WriteDebugLine(string message) { }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
    }
}

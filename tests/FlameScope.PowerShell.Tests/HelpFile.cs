using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FlameScope.PowerShell.Tests;

/// <summary>
/// Makes the help of the commands, in PowerShell's own XML (MAML), of the documentation comments of their classes: the summary is the synopsis, remarks
/// are the description, and each example has its code and perhaps a sentence.
/// </summary>
internal static partial class HelpFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Returns the help of commands.</summary>
    /// <param name="commands">The commands in order.</param>
    /// <param name="documentation">The documentation file of the compiler.</param>
    public static string Create(IEnumerable<CmdletInfo> commands, string documentation)
    {
        var members = XDocument.Load(documentation).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!);
        var root = new XElement(
            "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            commands.Select(c => CommandHelp(c, members)));
        return new XDeclaration("1.0", "utf-8", null) + "\n" + root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement CommandHelp(CmdletInfo command, Dictionary<string, XElement> members)
    {
        XElement type = members["T:" + command.ImplementingType.FullName];
        string[] common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];
        XElement Parameter(CommandParameterInfo parameter) => ParameterHelp(parameter, TextOf(members["P:" + DeclaringName(command, parameter.Name)].Element("summary")!));
        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", command.Name),
                Paragraph(TextOf(type.Element("summary")!)),
                new XElement(Command + "verb", command.Verb),
                new XElement(Command + "noun", command.Noun)),
            Paragraph(TextOf(type.Element("remarks") ?? type.Element("summary")!)),
            new XElement(Command + "syntax", command.ParameterSets.OrderByDescending(s => s.IsDefault).Select(set => new XElement(
                Command + "syntaxItem", new XElement(Maml + "name", command.Name), Ordered(set, common).Select(Parameter)))),
            new XElement(
                Command + "parameters",
                command.ParameterSets.SelectMany(set => set.Parameters).Where(p => !common.Contains(p.Name))
                    .DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal).Select(Parameter)),
            new XElement(
                Command + "returnValues",
                command.OutputType.Select(t => t.Name).Distinct().Select(name =>
                    new XElement(Command + "returnValue", new XElement(Dev + "type", new XElement(Maml + "name", name))))),
            new XElement(Command + "examples", type.Elements("example").Select((example, i) => ExampleHelp(example, i + 1))));
    }

    private static IEnumerable<CommandParameterInfo> Ordered(CommandParameterSetInfo set, string[] common) => set.Parameters
        .Where(p => !common.Contains(p.Name))
        .OrderBy(p => p.Position < 0 ? int.MaxValue : p.Position).ThenByDescending(p => p.IsMandatory).ThenBy(p => p.Name, StringComparer.Ordinal);

    private static XElement ParameterHelp(CommandParameterInfo parameter, string text)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        string input = (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any() ? "true" : "false"),
            new XAttribute("pipelineInput", input),
            new XAttribute("position", parameter.Position < 0 ? "named" : $"{parameter.Position}"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Paragraph(text),
            type == typeof(SwitchParameter) ? null : new XElement(
                Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", type.IsArray ? "true" : "false"), type.Name),
            new XElement(Dev + "type", new XElement(Maml + "name", type.Name)));
    }

    private static XElement ExampleHelp(XElement example, int number) => new(
        Command + "example",
        new XElement(Maml + "title", $"Example {number}"),
        new XElement(Dev + "code", example.Element("code")!.Value.Trim()),
        new XElement(Dev + "remarks", new XElement(Maml + "para", TextOf(new XElement("text", example.Nodes().OfType<XText>())))));

    // -WhatIf and -Confirm are described by PowerShell.
    private static string DeclaringName(CmdletInfo command, string property) =>
        command.ImplementingType.GetProperty(property)!.DeclaringType!.FullName + "." + property;

    private static XElement Paragraph(string text) => new(Maml + "description", new XElement(Maml + "para", text));

    private static string TextOf(XElement element) => Spaces().Replace(element.Value, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

using System.Xml.Linq;

namespace Orchestration.Evals.Tests.Reports;

/// <summary>The structure that Jenkins' xUnit plugin asks for (junit-4.xsd): which elements in which order, which attributes, and counts that are true.</summary>
internal static class JUnitSchema
{
    private static readonly Dictionary<string, (string[] Children, string[] Required, string[] Optional)> Elements = new(StringComparer.Ordinal)
    {
        ["testsuites"] = (["testsuite"], [], ["name", "time", "tests", "failures", "disabled", "errors"]),
        ["testsuite"] = (["properties", "testcase", "system-out", "system-err"], ["name", "tests"], ["failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"]),
        ["properties"] = (["property"], [], []),
        ["property"] = ([], ["name", "value"], []),
        ["testcase"] = (["skipped", "error", "failure", "system-out", "system-err"], ["name"], ["assertions", "time", "classname", "status"]),
        ["failure"] = ([], [], ["type", "message"]),
        ["error"] = ([], [], ["type", "message"]),
        ["skipped"] = ([], [], []),
        ["system-out"] = ([], [], []),
        ["system-err"] = ([], [], []),
    };

    public static void Check(XElement root)
    {
        Assert.Equal("testsuites", root.Name.LocalName);
        foreach (var element in root.DescendantsAndSelf())
        {
            var (children, required, optional) = Elements[element.Name.LocalName];
            var places = element.Elements().Select(child => Array.IndexOf(children, child.Name.LocalName)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
            var attributes = element.Attributes().Select(static attribute => attribute.Name.LocalName).ToList();
            Assert.Empty(required.Except(attributes, StringComparer.Ordinal));
            Assert.Empty(attributes.Except(required.Concat(optional), StringComparer.Ordinal));
        }

        foreach (var suite in root.Elements("testsuite"))
        {
            Assert.Equal(suite.Elements("testcase").Count(), (int)suite.Attribute("tests")!);
            Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
            Assert.Equal(suite.Descendants("error").Count(), (int)suite.Attribute("errors")!);
            Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
        }
    }
}

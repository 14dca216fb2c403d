using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Audit;

namespace Orchestration.Core.Tests.Audit;

public sealed class MerkleTreeTests
{
    // The leaves and roots that Certificate Transparency implementations test against.
    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_known_roots_come_out(int leaves, string root)
    {
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var tree = new MerkleTree();

        foreach (var input in inputs[..leaves])
        {
            tree.Add(Convert.FromHexString(input));
        }

        Assert.Equal(root, tree.RootHex());
    }

    [Fact]
    public void Any_number_of_leaves_gives_the_root_that_the_definition_gives() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>().Filter(static bytes => bytes is not null),
        bytes =>
        {
            var tree = new MerkleTree();
            var leaves = bytes.SelectMany(b => Enumerable.Range(0, 5).Select(i => SHA256.HashData([b, (byte)i]))).ToArray();

            foreach (var leaf in leaves)
            {
                tree.Add(leaf);
            }

            return tree.RootHex() == Convert.ToHexStringLower(Definition(leaves));
        }));

    [Fact]
    public void A_cleared_tree_is_as_new()
    {
        var tree = new MerkleTree();
        for (var i = 0; i < 1000; i++)
        {
            tree.Add(new byte[MerkleTree.HashLength]);
        }

        tree.Clear();
        tree.Add([]);

        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", tree.RootHex());
    }

    // RFC 6962 section 2.1, word for word.
    private static byte[] Definition(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length < 2)
        {
            return leaves.IsEmpty ? SHA256.HashData([]) : SHA256.HashData([0, .. leaves[0]]);
        }

        var split = 1;
        while (split * 2 < leaves.Length)
        {
            split *= 2;
        }

        return SHA256.HashData([1, .. Definition(leaves[..split]), .. Definition(leaves[split..])]);
    }
}

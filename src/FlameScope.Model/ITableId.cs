namespace FlameScope.Model;

/// <summary>An index into one of a profile's tables. Ids of different tables do not convert into one another, nor into <see cref="int"/>.</summary>
public interface ITableId
{
    /// <summary>The row's index, from 0.</summary>
    int Value { get; }
}

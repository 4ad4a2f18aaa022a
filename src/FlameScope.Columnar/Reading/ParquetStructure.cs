namespace FlameScope.Columnar;

/// <summary>A type of Parquet's metadata, as the specification defines it.</summary>
/// <param name="Code">The code of the type in Thrift's compact protocol.</param>
/// <param name="Element">The type of the elements of a list.</param>
/// <param name="Fields">The types of the fields of a structure, by id; <c>null</c> where the specification has no field.</param>
/// <remarks>https://github.com/apache/parquet-format, <c>parquet.thrift</c>. Fields of encrypted files and of geometries are absent from datasets.</remarks>
internal sealed record ParquetStructure(int Code, ParquetStructure? Element = null, IReadOnlyList<ParquetStructure?>? Fields = null)
{
    /// <summary>The code of <c>true</c>.</summary>
    public const int True = 1;

    /// <summary>The code of <c>false</c>.</summary>
    public const int False = 2;

    /// <summary>The code of a byte.</summary>
    public const int Int8Code = 3;

    /// <summary>The codes of integers with a variable length: of 16, 32 and 64 bits.</summary>
    public const int Int16Code = 4, Int32Code = 5, Int64Code = 6;

    /// <summary>The code of a number with eight bytes.</summary>
    public const int DoubleCode = 7;

    /// <summary>The code of text and bytes.</summary>
    public const int BinaryCode = 8;

    /// <summary>The codes of a list and a set.</summary>
    public const int ListCode = 9, SetCode = 10;

    /// <summary>The code of a structure.</summary>
    public const int StructCode = 12;

    private static readonly ParquetStructure Boolean = new(True);
    private static readonly ParquetStructure Int8 = new(Int8Code);
    private static readonly ParquetStructure Int16 = new(Int16Code);
    private static readonly ParquetStructure Int32 = new(Int32Code);
    private static readonly ParquetStructure Int64 = new(Int64Code);
    private static readonly ParquetStructure Binary = new(BinaryCode);
    private static readonly ParquetStructure Absent = new(-1);
    private static readonly ParquetStructure Empty = Struct();

    private static readonly ParquetStructure Statistics = Struct(Binary, Binary, Int64, Int64, Binary, Binary, Boolean, Boolean);

    private static readonly ParquetStructure TimeUnit = Struct(Empty, Empty, Empty);

    private static readonly ParquetStructure Time = Struct(Boolean, TimeUnit);

    // STRING, MAP, LIST, ENUM, DECIMAL, DATE, TIME, TIMESTAMP, (none), INTEGER, UNKNOWN, JSON, BSON, UUID, FLOAT16, VARIANT, GEOMETRY, GEOGRAPHY
    private static readonly ParquetStructure LogicalType = Struct(
        Empty, Empty, Empty, Empty, Struct(Int32, Int32), Empty, Time, Time, Absent, Struct(Int8, Boolean), Empty, Empty, Empty, Empty, Empty, Absent, Absent, Absent);

    private static readonly ParquetStructure SchemaElement = Struct(Int32, Int32, Int32, Binary, Int32, Int32, Int32, Int32, Int32, LogicalType);

    private static readonly ParquetStructure KeyValue = Struct(Binary, Binary);

    private static readonly ParquetStructure ColumnMetaData = Struct(
        Int32, List(Int32), List(Binary), Int32, Int64, Int64, Int64, List(KeyValue), Int64, Int64, Int64, Statistics, List(Struct(Int32, Int32, Int32)), Int64, Int32,
        Struct(Int64, List(Int64), List(Int64)), Absent);

    private static readonly ParquetStructure ColumnChunk = Struct(Binary, Int64, ColumnMetaData, Int64, Int32, Int64, Int32, Absent, Absent);

    private static readonly ParquetStructure RowGroup = Struct(List(ColumnChunk), Int64, Int64, List(Struct(Int32, Boolean, Boolean)), Int64, Int64, Int16);

    /// <summary>The metadata at the end of a file.</summary>
    public static readonly ParquetStructure FileMetaData = Struct(
        Int32, List(SchemaElement), Int64, List(RowGroup), List(KeyValue), Binary, List(Struct(Empty)), Absent, Absent);

    /// <summary>The header of a page. Field 2 is its size when decompressed, and field 3 its size in the file.</summary>
    public static readonly ParquetStructure PageHeader = Struct(
        Int32, Int32, Int32, Int32, Struct(Int32, Int32, Int32, Int32, Statistics), Empty, Struct(Int32, Int32, Boolean),
        Struct(Int32, Int32, Int32, Int32, Int32, Int32, Boolean, Statistics));

    /// <summary>The index of the pages of a column: the position of each page, its size and its first row.</summary>
    public static readonly ParquetStructure OffsetIndex = Struct(List(Struct(Int64, Int32, Int64)), List(Int64));

    /// <summary>The index of the values of a column: the minimum in field 2 and the maximum in field 3 of each page.</summary>
    public static readonly ParquetStructure ColumnIndex = Struct(List(Boolean), List(Binary), List(Binary), Int32, List(Int64), List(Int64), List(Int64));

    private static ParquetStructure List(ParquetStructure element) => new(ListCode, Element: element);

    private static ParquetStructure Struct(params ParquetStructure?[] fields) => new(StructCode, Fields: [null, .. fields]);
}

namespace FlameScope.Parsing;

/// <summary>The kind of value that a step of a layout reads.</summary>
internal enum JfrStepKind : byte
{
    /// <summary>An integer or the id of a constant.</summary>
    Integer,

    /// <summary>Bytes that are never compressed.</summary>
    Bytes,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A count and as many elements, which are read by the steps that follow.</summary>
    Array,
}

/// <summary>One step of a layout.</summary>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Slot">Where the value is stored; 0 if it is not needed. Of a text or an array, the offset is stored.</param>
/// <param name="Width">The number of bytes of a number.</param>
/// <param name="HasIntegers">Indicates whether the elements of an array consist of integers of several bytes only.</param>
/// <param name="ElementSteps">The number of steps that read an element of an array; they follow this one.</param>
internal readonly record struct JfrStep(JfrStepKind Kind, byte Slot, byte Width, bool HasIntegers, int ElementSteps);

/// <summary>
/// How values of a type are read: its fields as a flat list of steps, with the fields of nested types in place. A value whose field is needed is
/// stored in the field's slot.
/// </summary>
internal sealed class JfrLayout(JfrStep[] steps, JfrField?[] fields, bool isValid)
{
    /// <summary>The steps.</summary>
    public ReadOnlySpan<JfrStep> Steps => steps;

    /// <summary>Indicates whether values can be read. Otherwise a type is not defined, or contains itself.</summary>
    public bool IsValid { get; } = isValid;

    /// <summary>Returns the field of a slot; <c>null</c> if the type has no such field.</summary>
    public JfrField? FieldOf(int slot) => fields[slot];

    /// <summary>Reads a value and stores what is needed.</summary>
    public void Read(ref JfrCursor cursor, scoped Span<long> slots) => Read(ref cursor, steps, slots);

    /// <summary>Moves over a value.</summary>
    public void Skip(ref JfrCursor cursor) => Skip(ref cursor, steps);

    /// <summary>Reads the steps of one value and stores what is needed.</summary>
    public static void Read(ref JfrCursor cursor, ReadOnlySpan<JfrStep> steps, scoped Span<long> slots)
    {
        for (int i = cursor.ReadIntegers(steps, slots); i < steps.Length; i++)
        {
            ref readonly JfrStep step = ref steps[i];
            if (step.Kind == JfrStepKind.Integer)
            {
                slots[step.Slot] = cursor.ReadInteger(step.Width);
                continue;
            }
            slots[step.Slot] = cursor.Position;
            i = SkipStep(ref cursor, steps, i);
        }
    }

    private static void Skip(ref JfrCursor cursor, ReadOnlySpan<JfrStep> steps)
    {
        for (int i = cursor.SkipIntegers(steps); i < steps.Length; i++)
        {
            ref readonly JfrStep step = ref steps[i];
            if (step.Kind == JfrStepKind.Integer) cursor.ReadInteger(step.Width);
            else i = SkipStep(ref cursor, steps, i);
        }
    }

    // Returns the index of the last step that was taken.
    private static int SkipStep(ref JfrCursor cursor, ReadOnlySpan<JfrStep> steps, int index)
    {
        JfrStep step = steps[index];
        switch (step.Kind)
        {
            case JfrStepKind.Bytes:
                cursor.Skip(step.Width);
                return index;
            case JfrStepKind.Text:
                cursor.SkipText();
                return index;
            default:
                ReadOnlySpan<JfrStep> element = steps.Slice(index + 1, step.ElementSteps);
                long count = cursor.ReadCount();
                if (step.HasIntegers)
                {
                    cursor.SkipElements(element, count);
                }
                else if (!element.IsEmpty)
                {
                    for (long i = 0; i < count && !cursor.IsBroken; i++) Skip(ref cursor, element);
                }
                return index + step.ElementSteps;
        }
    }
}

using System.Runtime.InteropServices;

namespace FlameScope.Parsing;

/// <summary>Makes layouts of types. Types that contain themselves, or too many fields, have no layout.</summary>
internal sealed class JfrLayoutCompiler
{
    // The largest event of the JDK has about 50 values.
    private const int MaximumSteps = 4096;
    private const int MaximumDepth = 16;

    // The steps of all types of a chunk. The JDK has about 10,000.
    private const int MaximumTotal = 1_000_000;

    private readonly List<JfrStep> _steps = [];
    private int _budget;
    private int _total;

    /// <summary>Returns the layout of a type.</summary>
    public JfrLayout Compile(JfrType type)
    {
        _steps.Clear();
        _budget = Math.Min(MaximumSteps, MaximumTotal - _total);
        var fields = new JfrField?[JfrSlots.Count];
        bool isValid = AddType(type, fields, depth: 0);
        _total += _steps.Count;
        return new JfrLayout(isValid ? [.. _steps] : [], fields, isValid);
    }

    private bool AddType(JfrType type, JfrField?[]? fields, int depth)
    {
        if (depth > MaximumDepth || --_budget < 0) return false;
        if (type.IsText) return Add(JfrStepKind.Text, 0);
        int width = type.Width;
        if (width > 0) return Add(type.IsFloatingPoint ? JfrStepKind.Bytes : JfrStepKind.Integer, (byte)width);
        foreach (JfrField field in type.Fields)
        {
            int first = _steps.Count;
            if (!AddField(field, depth)) return false;
            if (fields is null) continue;

            // The elements of the array of frames have slots of their own, which do not overlap those of a stack.
            int slot = JfrSlots.Of(type, field);
            if (_steps.Count > first && slot != 0 && fields[slot] is null && (field.IsArray || _steps.Count == first + 1))
            {
                fields[slot] = field;
                _steps[first] = _steps[first] with { Slot = (byte)slot };
            }
        }
        return true;
    }

    private bool AddField(JfrField field, int depth)
    {
        if (!field.IsArray) return AddValue(field, depth);
        int index = _steps.Count;
        if (!Add(JfrStepKind.Array, 0) || !AddValue(field, depth)) return false;
        if (field.Type is { Name: JfrTypeNames.StackFrame } frame && !field.IsConstant) AssignFrameSlots(frame, index + 1);
        _steps[index] = _steps[index] with { ElementSteps = _steps.Count - index - 1, HasIntegers = HasIntegers(CollectionsMarshal.AsSpan(_steps)[(index + 1)..]) };
        return true;
    }

    private static bool HasIntegers(ReadOnlySpan<JfrStep> steps)
    {
        foreach (JfrStep step in steps)
        {
            if (step is not { Kind: JfrStepKind.Integer, Width: > 1 }) return false;
        }
        return !steps.IsEmpty;
    }

    private bool AddValue(JfrField field, int depth)
    {
        if (field.IsConstant) return Add(JfrStepKind.Integer, sizeof(long));
        return field.Type is { } type && AddType(type, null, depth + 1);
    }

    // Each field of a frame is one step: ids of constants and numbers.
    private void AssignFrameSlots(JfrType frame, int index)
    {
        if (_steps.Count - index != frame.Fields.Count) return;
        foreach (JfrField field in frame.Fields) _steps[index] = _steps[index++] with { Slot = (byte)JfrSlots.Of(frame, field) };
    }

    private bool Add(JfrStepKind kind, byte width)
    {
        if (--_budget < 0) return false;
        _steps.Add(new JfrStep(kind, 0, width, false, 0));
        return true;
    }
}

// Compiles a regular expression from user input. Returns the error of an invalid one, since input may be incomplete.

export function compilePattern(text, matchCase) {
  if (!text) return { regex: null, error: null };
  try {
    return { regex: new RegExp(text, matchCase ? '' : 'i'), error: null };
  } catch (error) {
    return { regex: null, error: String(error.message).replace(/^Invalid regular expression: \/[\s\S]*\/[a-z]*: /, '') };
  }
}

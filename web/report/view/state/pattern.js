// A reader's regular expression; an unfinished one is an answer, too.

export function compilePattern(text, matchCase) {
  if (!text) return { regex: null, error: null };
  try {
    return { regex: new RegExp(text, matchCase ? '' : 'i'), error: null };
  } catch (error) {
    return { regex: null, error: String(error.message).replace(/^Invalid regular expression: \/[\s\S]*\/[a-z]*: /, '') };
  }
}

/**
 * From Markdown masters to notebooks and compiled solutions: lectures, exercises, and their known mistakes.
 *
 * <p>To read first, a master: {@code MasterReader} (cells), {@code Part} (what a cell is for), {@code Regions} (what is
 * handed out). Then the notebooks: {@code ExerciseMaster}, {@code ExerciseRules}, {@code Release}, and {@code Sync} for
 * the way back. Then the solutions as code: {@code Solution} and {@code MistakePage} (edits of it), {@code Variants}
 * (the edited solutions), {@code SetSources} and {@code SetClass} (Java sources), {@code VariantCompiler}, and
 * {@link kontrast.grader.authoring.CompileExercises}, which the build runs. Last, {@code Scaffold} (a new exercise),
 * {@code HandoutContents} and {@code HandoutFolder} (what learners get), and the proofs: {@code ProveCommand} and
 * {@code StockMutants}.
 */
package kontrast.grader.authoring;

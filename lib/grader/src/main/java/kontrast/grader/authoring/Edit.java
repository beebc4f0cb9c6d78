package kontrast.grader.authoring;

/**
 * One place where a known mistake differs from the solution.
 *
 * @param old what the solution says: a part of a line, or whole lines
 * @param fresh what stands there instead; empty where something is left out
 * @param times how often the solution says it
 * @param lines whether these are whole lines, whose indentation does not matter
 * @param line the line of the master on which the edit stands
 */
record Edit(String old, String fresh, int times, boolean lines, int line) {}

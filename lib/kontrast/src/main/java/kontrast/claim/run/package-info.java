/**
 * What is run for the claims of the lectures and for the exercises, and how it is judged. Nothing here knows a claim.
 *
 * <p>Reading order: {@link kontrast.claim.run.Trial}, something that gives figures for a seed, of three kinds here (a
 * class of claims may have one of its own): {@link kontrast.claim.run.Training} trains a method and asks its judges,
 * {@link kontrast.claim.run.ComparedMethod} does so for the comparison of all methods, {@link
 * kontrast.claim.run.WithoutTraining} has nothing to train. Judges, with the data that they ask about: {@link
 * kontrast.claim.run.Drawings} (emoji) and {@link kontrast.claim.run.Photographs} (CIFAR-10), each loaded by {@link
 * kontrast.claim.run.Once} when it is first needed.
 *
 * <p>Then the runs of the diagnosis exercises, one class each, which builds itself without and with its fault: {@link
 * kontrast.claim.run.LeakySplit} (1.7), {@link kontrast.claim.run.FaultyAutoencoder} (2.6), {@link
 * kontrast.claim.run.FaultyPictures} (3.6, 4.6), {@link kontrast.claim.run.FaultyColors} (5.7), {@link
 * kontrast.claim.run.FaultyMasks} (6.7), {@link kontrast.claim.run.FaultySpread} (7.6), {@link
 * kontrast.claim.run.FaultyPairs} (8.7), {@link kontrast.claim.run.FaultyEye} (9.8), {@link
 * kontrast.claim.run.FaultyBank} (10.8), {@link kontrast.claim.run.FaultySimClr} (11.8), {@link
 * kontrast.claim.run.FaultyMoCo} (12.7), {@link kontrast.claim.run.FaultyCpc} (13.7), {@link
 * kontrast.claim.run.FaultyVoices} (14.7), {@link kontrast.claim.run.FaultyRates} (15.6), {@link
 * kontrast.claim.run.FaultyWords} (16.8), {@link kontrast.claim.run.FaultyLight} (17.8), {@link
 * kontrast.claim.run.FaultyCentre} (18.8), {@link kontrast.claim.run.RepeatedReadings} (19.7). Those that train a
 * method of their own write it down in a {@code Sketch}.
 */
package kontrast.claim.run;

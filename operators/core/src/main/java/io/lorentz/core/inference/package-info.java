/**
 * Inference: {@code FeatureVector} in, {@code Prediction} out.
 *
 * <p>Takes the vectors of one instrument in order. {@link InferenceMemory} appends each as a row,
 * settles the label that matured with it, trains the online members and gives a {@link Query}. An
 * {@link Ensemble} answers queries, one or many at a time, on any thread, through the port {@link
 * Classifier}; it keeps nothing between queries.
 *
 * <pre>
 *   FeatureVector → InferenceMemory.absorb → Query → Ensemble.predict → Prediction
 *                   (ring, weights, queues)          (members of the port Classifier)
 * </pre>
 *
 * <p>Keeps per timeframe: a ring of the newest rows with their labels, the logistic weights and, if
 * it is a member, the published indicator's permanent rows and queues; all of it in {@code
 * InferenceState}. Beside the job, {@link ResearchPredictions} and {@link ChartSignals} show what
 * the published indicator shows on a chart.
 */
package io.lorentz.core.inference;

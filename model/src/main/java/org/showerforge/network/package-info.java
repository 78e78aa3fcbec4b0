/**
 * The networks of a stage: a DL4J ComputationGraph for configuration, initialisation and flat
 * state, and the engine bound to it.
 */
@NullMarked
package org.showerforge.network;

import org.jspecify.annotations.NullMarked;

/* fault.h: faults that tests ask for (tests/README.md): the environment's OFFPRINT_FAULT is
 * STAGE:WHAT, where WHAT is KILL, SEGV, ABRT, MEMORY, HANG, LIE or EXIT. */
#ifndef OFF_FAULT_H
#define OFF_FAULT_H

/* Commits the fault where it was asked for at this stage; else does nothing. */
void off_fault_at(const char *stage);

#endif

/* The files of an enrolment folder, as `civilia-central enrol` makes it and the station reads it. */
#pragma once

#define ENROLMENT_CA "ca.pem"                      /* who signed the central's certificate */
#define ENROLMENT_CERTIFICATE "station.pem"        /* the station's client certificate */
#define ENROLMENT_PRIVATE_KEY "station.key"        /* and its private key, mode 0600 */
#define ENROLMENT_SEAL_KEY "central-seal.pub"      /* acts are sealed to it */
#define ENROLMENT_VERIFY_KEY "central-receipt.pub" /* receipts are verified with it */
